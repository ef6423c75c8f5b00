package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** A KMS with one key that lives as long as the tests; found as a service, like real ones. */
public final class FakeKms implements KmsClient {
    static final String KEY = "fake-kms://key-1";

    private static final KeysetHandle KEYS = keys();

    private static KeysetHandle keys() {
        try {
            AeadConfig.register();
            return Keysets.withPrimary(KeysetHandle.newBuilder(), PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean doesSupport(String uri) {
        return uri.equals(KEY);
    }

    @Override
    public KmsClient withCredentials(String path) {
        return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String uri) throws GeneralSecurityException {
        return KEYS.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
