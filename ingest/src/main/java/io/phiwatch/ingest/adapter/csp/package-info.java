/** Reports of browsers on what a page tried to load or send against its content security policy. */
@NullMarked
package io.phiwatch.ingest.adapter.csp;

import org.jspecify.annotations.NullMarked;
