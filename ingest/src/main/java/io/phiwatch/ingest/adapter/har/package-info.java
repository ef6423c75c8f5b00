/** Requests that a browser made while it crawled a site, in HAR files. */
@NullMarked
package io.phiwatch.ingest.adapter.har;

import org.jspecify.annotations.NullMarked;
