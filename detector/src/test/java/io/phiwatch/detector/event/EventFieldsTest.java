package io.phiwatch.detector.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestEvents;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.NetworkKind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
    private static final Instant TIME = Instant.parse("2026-03-02T09:00:00Z");
    private static final LoginFacts LOGIN = new LoginFacts(12, 7_000.0, 900.5, true, true, false, NetworkKind.vpn);

    private final EventFields fields = new EventFields();
    private final AccessEvent access = TestEvents.read("event-1", TIME, "staff-1", "token-1", "token-2")
            .setAttributes(Map.of("parameter", "q"))
            .setRecordsCount(7L)
            .build();

    @Test
    void readsEveryFieldThatTheSchemaNames() {
        assertThat(value("event.id")).isEqualTo("event-1");
        assertThat(value("event.time")).isEqualTo(TIME);
        assertThat(value("action")).isEqualTo(Action.read);
        assertThat(value("patients")).isEqualTo(List.of("token-1", "token-2"));
        assertThat(value("records.count")).isEqualTo(7L);
        assertThat(value("actor.mfa")).isNull();
        assertThat(value("source.repeats")).isEqualTo(false);
        assertThat(value("attributes.parameter")).isEqualTo("q");
        assertThat(value("attributes.other")).isNull();
    }

    @Test
    void readsBehaviourOfLogins() {
        assertThat(value("behavior.login.count")).isEqualTo(12L);
        assertThat(value("behavior.login.speed_kmh")).isEqualTo(900.5);
        assertThat(value("behavior.login.distance_km")).isEqualTo(7_000.0);
        assertThat(value("behavior.login.new_country")).isEqualTo(true);
        assertThat(value("behavior.login.new_border")).isEqualTo(true);
        assertThat(value("behavior.login.new_device")).isEqualTo(false);
        assertThat(value("behavior.login.previous_network")).isEqualTo(NetworkKind.vpn);
        assertThat(value("behavior.login.count", null)).isNull();
    }

    @Test
    void asksForTheAgeOfTheSession() {
        Fields.Accessor<EnrichedEvent> age = fields.accessor("behavior.session.age_hours");

        assertThat(age.get(event(null))).isNull();
        assertThat(age.get(event(null).with(event -> null))).isNull();
        assertThat(age.get(event(null).with(event -> 13.5))).isEqualTo(13.5);
    }

    @Test
    void whatIsSettledStaysAsItWas() {
        // Given
        AtomicReference<@Nullable Double> known = new AtomicReference<>(13.5);
        EnrichedEvent settled = event(null).with(event -> known.get()).settled();

        // When
        known.set(0.5);

        // Then
        assertThat(fields.accessor("behavior.session.age_hours").get(settled)).isEqualTo(13.5);
    }

    @Test
    void unknownFieldsAreAbsent() {
        assertThat(value("actor.shoe_size")).isNull();
        assertThat(value("behavior.login.mood")).isNull();
        assertThat(fields.names()).contains("event.id", "behavior.login.count").doesNotContain("sealed_offset");
    }

    @Test
    void readsWhatTheCatalogueKnowsAndNothingElse() {
        Set<String> names = new HashSet<>(fields.names());
        names.remove("attributes");

        assertThat(names).isEqualTo(FieldCatalogue.accessEvents().names());
    }

    @Test
    void keywordsSearchValuesListsAndAttributes() {
        assertThat(fields.values(event(null))).contains("staff-1", "token-2", "q", Action.read);
    }

    private @Nullable Object value(String name) {
        return value(name, LOGIN);
    }

    private @Nullable Object value(String name, @Nullable LoginFacts login) {
        return fields.accessor(name).get(event(login));
    }

    private EnrichedEvent event(@Nullable LoginFacts login) {
        return new EnrichedEvent(access, EventRefs.of(access, "phiwatch.access.portal", 0, 1), login);
    }
}
