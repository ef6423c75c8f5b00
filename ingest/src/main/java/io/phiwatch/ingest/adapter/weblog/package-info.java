/** Access logs of web servers, as text and as JSON lines. */
@NullMarked
package io.phiwatch.ingest.adapter.weblog;

import org.jspecify.annotations.NullMarked;
