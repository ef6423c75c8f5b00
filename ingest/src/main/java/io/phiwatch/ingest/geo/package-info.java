/** What a client address tells while it is still in the clear: zone, country, prefix. Nothing asks a name server. */
@NullMarked
package io.phiwatch.ingest.geo;

import org.jspecify.annotations.NullMarked;
