/** Finds protected health information in text and in fields. Usable alone. */
@NullMarked
package io.phiwatch.ingest.phi;

import org.jspecify.annotations.NullMarked;
