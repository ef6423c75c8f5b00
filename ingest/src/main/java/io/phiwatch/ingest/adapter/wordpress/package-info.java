/** Activity logs of WordPress. */
@NullMarked
package io.phiwatch.ingest.adapter.wordpress;

import org.jspecify.annotations.NullMarked;
