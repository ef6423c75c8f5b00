/** The native payloads of each platform, field for field as the platform sends them. */
@NullMarked
package io.phiwatch.drills.payload;

import org.jspecify.annotations.NullMarked;
