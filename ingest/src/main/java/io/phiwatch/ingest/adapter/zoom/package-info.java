/** Webhooks of Zoom. */
@NullMarked
package io.phiwatch.ingest.adapter.zoom;

import org.jspecify.annotations.NullMarked;
