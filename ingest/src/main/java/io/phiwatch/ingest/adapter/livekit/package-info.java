/** Webhooks of LiveKit. */
@NullMarked
package io.phiwatch.ingest.adapter.livekit;

import org.jspecify.annotations.NullMarked;
