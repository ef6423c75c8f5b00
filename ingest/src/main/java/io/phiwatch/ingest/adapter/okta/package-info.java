/** Okta's System Log. */
@NullMarked
package io.phiwatch.ingest.adapter.okta;

import org.jspecify.annotations.NullMarked;
