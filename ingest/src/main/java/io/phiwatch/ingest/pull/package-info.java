/** Fetches what no platform pushes: polled APIs, lists compared with what they were, topics and folders of objects. */
@NullMarked
package io.phiwatch.ingest.pull;

import org.jspecify.annotations.NullMarked;
