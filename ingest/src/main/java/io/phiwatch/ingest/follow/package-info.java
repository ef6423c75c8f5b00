/** Log files that are read as they grow, through rotations and restarts. */
@NullMarked
package io.phiwatch.ingest.follow;

import org.jspecify.annotations.NullMarked;
