/** What a user agent tells of the device behind it. */
@NullMarked
package io.phiwatch.ingest.device;

import org.jspecify.annotations.NullMarked;
