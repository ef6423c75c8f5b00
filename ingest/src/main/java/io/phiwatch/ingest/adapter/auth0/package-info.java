/** Logs of Auth0. */
@NullMarked
package io.phiwatch.ingest.adapter.auth0;

import org.jspecify.annotations.NullMarked;
