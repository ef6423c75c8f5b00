/** Events of Keycloak, as JSON and as log lines. */
@NullMarked
package io.phiwatch.ingest.adapter.keycloak;

import org.jspecify.annotations.NullMarked;
