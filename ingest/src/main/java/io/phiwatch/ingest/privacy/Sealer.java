package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.Aead;
import io.phiwatch.schema.SealedPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;

/**
 * Encrypts originals at the edge: AES-256-GCM through Tink, bound to topic, tenant and event id, so that a seal moved
 * elsewhere does not open. Thread-safe.
 */
public final class Sealer {
    private final Aead key;
    private final String topic;

    Sealer(Aead key, String topic) {
        this.key = new PlatformThreadAead(key);
        this.topic = topic;
    }

    /** What is known about an original without reading it. */
    public record Label(String eventId, String tenant, String sourceId, String contentType) {}

    /** The original, sealed. */
    public SealedPayload seal(Label label, Instant sealedAt, byte[] original) {
        try {
            byte[] ciphertext = key.encrypt(original, associatedData(label.tenant(), label.eventId()));
            return SealedPayload.newBuilder()
                    .setEventId(label.eventId())
                    .setTenant(label.tenant())
                    .setSourceId(label.sourceId())
                    .setContentType(label.contentType())
                    .setSealedAt(sealedAt)
                    .setCiphertext(ByteBuffer.wrap(ciphertext))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sealing key cannot be used", e);
        }
    }

    /**
     * The original in the clear.
     *
     * @throws GeneralSecurityException if the payload was changed, moved, or sealed with another key
     */
    public Phi<byte[]> open(SealedPayload payload) throws GeneralSecurityException {
        ByteBuffer buffer = payload.getCiphertext().duplicate();
        byte[] ciphertext = new byte[buffer.remaining()];
        buffer.get(ciphertext);
        return Phi.of(key.decrypt(ciphertext, associatedData(payload.getTenant(), payload.getEventId())));
    }

    private byte[] associatedData(String tenant, String eventId) {
        return (topic + '|' + tenant + '|' + eventId).getBytes(StandardCharsets.UTF_8);
    }
}
