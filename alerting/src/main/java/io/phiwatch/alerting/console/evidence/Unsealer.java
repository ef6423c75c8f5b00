package io.phiwatch.alerting.console.evidence;

import io.phiwatch.schema.SealedPayload;
import java.security.GeneralSecurityException;

/** Opens what ingest sealed. Thread-safe. */
@FunctionalInterface
public interface Unsealer {
    /**
     * The original in the clear: protected health information.
     *
     * @throws GeneralSecurityException if it was changed or moved, or its key is not there
     */
    byte[] open(SealedPayload payload) throws GeneralSecurityException;
}
