package io.phiwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EntityKeyTest {
    @Test
    void survivesTheIncidentId() {
        EntityKey key = EntityKey.of("acme-health", "actor", "nurse@acme.example");

        assertThat(EntityKey.ofIncident(key.incidentId(12))).isEqualTo(key);
    }

    @Test
    void hidesTheIdentity() {
        assertThat(EntityKey.of("acme", "actor", "nurse@acme.example").value()).matches("acme-[0-9a-f]{16}");
    }

    @Test
    void differsByKindAndTenant() {
        assertThat(EntityKey.of("acme", "actor", "x"))
                .isNotEqualTo(EntityKey.of("acme", "client", "x"))
                .isNotEqualTo(EntityKey.of("other", "actor", "x"));
    }

    @Test
    void knowsItsTenantAndNoOther() {
        EntityKey key = EntityKey.of("acme-health", "actor", "x");

        assertThat(key.isOf("acme-health")).isTrue();
        assertThat(key.isOf("acme")).isFalse();
        assertThat(key.isOf("acme-health-2")).isFalse();
    }
}
