/** Any JSON, read by a mapping that the user writes. */
@NullMarked
package io.phiwatch.ingest.adapter.mapped;

import org.jspecify.annotations.NullMarked;
