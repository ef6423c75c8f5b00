/** TLS of listeners, from PEM files. */
@NullMarked
package io.phiwatch.ingest.tls;

import org.jspecify.annotations.NullMarked;
