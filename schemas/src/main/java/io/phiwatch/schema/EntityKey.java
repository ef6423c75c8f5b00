package io.phiwatch.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Key of the thing that an incident is about. It joins alerts, incidents, commands and pages on one partition, and is
 * safe in URLs and log lines: the identity in it is hashed.
 *
 * @param value {@code tenant} + {@code -} + 16 hex digits
 */
public record EntityKey(String value) {
    private static final int HASH_BYTES = 8;

    /** Key of the entity of that kind and identity. */
    public static EntityKey of(String tenant, String entityKind, String entityId) {
        byte[] hash = sha256().digest((entityKind + '|' + entityId).getBytes(StandardCharsets.UTF_8));
        return new EntityKey(tenant + '-' + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    }

    /** Id of the n-th incident of this entity, counted from 1. */
    public String incidentId(int ordinal) {
        return value + '-' + ordinal;
    }

    /** Key of the entity that an incident id names; the text as it is where it names none. */
    public static EntityKey ofIncident(String incidentId) {
        int dash = incidentId.lastIndexOf('-');
        return new EntityKey(dash < 0 ? incidentId : incidentId.substring(0, dash));
    }

    /** Whether it is a key of that tenant. */
    public boolean isOf(String tenant) {
        return value.length() == tenant.length() + 1 + 2 * HASH_BYTES && value.startsWith(tenant + '-');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
