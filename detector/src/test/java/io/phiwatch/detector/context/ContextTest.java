package io.phiwatch.detector.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.ReferenceRows;
import io.phiwatch.detector.TestEvents;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContextTest {
    private static final Instant TIME = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant BEFORE = TIME.minus(Duration.ofDays(1));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ReferenceTables tables = new ReferenceTables(metrics, 3);
    private final EventFields fields = new EventFields();
    private final AccessEvent read =
            TestEvents.read("e1", TIME, "ann", "p1", "p2").build();
    private final AccessEvent change = TestEvents.read("e2", TIME, "ann")
            .setAction(Action.install)
            .setObjectType("plugin")
            .setObjectId("gallery")
            .setSourceId("shop-main")
            .setSourcePlatform("wordpress")
            .build();

    static Stream<String> names() {
        return ContextFields.ALL.keySet().stream().map(name -> ContextFields.PREFIX + name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsKnownWithoutTables(String name) {
        AccessEvent event = TestEvents.read("e3", TIME, "ann", "p1")
                .setObjectType("app")
                .setObjectId("gallery")
                .setDestinationHost("cdn.example")
                .build();

        assertThat(value(name, event)).isIn(null, List.of());
    }

    @Test
    void whatATableIsSilentAboutIsFalseOnceItIsLoadedForTheTenant() {
        // Given
        know(ReferenceRows.row(ReferenceTable.staff, "bob", BEFORE).build());
        know(ReferenceRows.row(ReferenceTable.approvals, "C-1", BEFORE).build());
        know(ReferenceRows.row(ReferenceTable.relationships, "bob|p9", BEFORE).build());
        know(ReferenceRows.row(ReferenceTable.flags, "p9", BEFORE, "flags", "vip")
                .build());
        know(ReferenceRows.row(ReferenceTable.vendors, "acorn", BEFORE).build());
        AccessEvent elsewhere =
                TestEvents.read("e4", TIME, "ann", "p1").setTenant("other").build();

        // When, Then
        assertThat(value("context.staff.known", read)).isEqualTo(false);
        assertThat(value("context.staff.employed", read)).isNull();
        assertThat(value("context.approval.covered", change)).isEqualTo(false);
        assertThat(value("context.relationship.found", read)).isEqualTo(false);
        assertThat(value("context.relationship.missing", read)).isEqualTo(List.of("p1", "p2"));
        assertThat(value("context.patient.flagged", read)).isEqualTo(false);
        assertThat(value("context.vendor.known", change)).isEqualTo(false);
        assertThat(value("context.vendor.assessed", change)).isEqualTo(false);
        assertThat(value("context.staff.known", elsewhere)).isNull();
        assertThat(value("context.relationship.found", elsewhere)).isNull();
    }

    @Test
    void aTableThatWasLoadedLaterIsUnknownToTheEvent() {
        know(ReferenceRows.row(ReferenceTable.approvals, "C-1", TIME.plusSeconds(60))
                .build());

        assertThat(value("context.approval.covered", change, TIME)).isNull();
        assertThat(value("context.approval.covered", change, TIME.plusSeconds(60)))
                .isEqualTo(false);
    }

    @Test
    void onePersonIsOneActorUnderEachName() {
        // Given
        know(ReferenceRows.row(
                        ReferenceTable.staff,
                        "staff-7",
                        BEFORE,
                        "aliases",
                        "ann;ann@acme.example",
                        "status",
                        "active",
                        "roles",
                        "nurse;billing",
                        "country",
                        "US",
                        "mfa_required",
                        "yes",
                        "patient",
                        "p2")
                .build());

        // When, Then
        assertThat(value("context.staff.id", read)).isEqualTo("staff-7");
        assertThat(value("context.staff.known", read)).isEqualTo(true);
        assertThat(value("context.staff.roles", read)).isEqualTo(List.of("nurse", "billing"));
        assertThat(value("context.staff.country", read)).isEqualTo("US");
        assertThat(value("context.staff.mfa_required", read)).isEqualTo(true);
        assertThat(value("context.staff.employed", read)).isEqualTo(true);
        assertThat(value("context.patient.own", read)).isEqualTo(true);
        assertThat(value("context.staff.training_valid", read)).isNull();
    }

    @Test
    void trainingsUnderAnotherNameOfThePersonCount() {
        know(ReferenceRows.row(ReferenceTable.staff, "ann", BEFORE, "aliases", "ann@acme.example")
                .build());
        know(ReferenceRows.row(
                        ReferenceTable.staff,
                        "ann@acme.example",
                        BEFORE,
                        "training_valid_until",
                        "2026-03-02T09:00:01Z")
                .setPart("training")
                .build());
        know(ReferenceRows.row(ReferenceTable.staff, "bob", BEFORE).build());
        AccessEvent aSecondLater = TestEvents.read("e5", TIME.plusSeconds(1), "ann@acme.example", "p1")
                .build();

        assertThat(value("context.staff.training_valid", read)).isEqualTo(true);
        assertThat(value("context.staff.training_valid", aSecondLater)).isEqualTo(false);
        assertThat(value("context.staff.id", aSecondLater)).isEqualTo("ann");
        assertThat(value(
                        "context.staff.training_valid",
                        TestEvents.read("e6", TIME, "bob").build()))
                .isEqualTo(false);
    }

    @Test
    void whoLeftIsKnownAndNotEmployed() {
        know(ReferenceRows.row(ReferenceTable.staff, "ann", BEFORE, "status", "active")
                .setValidTo(TIME)
                .build());
        know(ReferenceRows.row(ReferenceTable.staff, "bob", BEFORE, "status", "Terminated")
                .build());

        assertThat(value("context.staff.known", read)).isEqualTo(true);
        assertThat(value("context.staff.employed", read)).isEqualTo(false);
        assertThat(value(
                        "context.staff.employed",
                        TestEvents.read("e", TIME.minusMillis(1), "ann").build()))
                .isEqualTo(true);
        assertThat(value(
                        "context.staff.employed",
                        TestEvents.read("e", TIME, "bob").build()))
                .isEqualTo(false);
    }

    @Test
    void patientsAreNoStaff() {
        know(ReferenceRows.row(ReferenceTable.staff, "ann", BEFORE).build());

        assertThat(value(
                        "context.staff.known",
                        TestEvents.read("e", TIME, "ann")
                                .setActorKind(ActorKind.patient)
                                .build()))
                .isNull();
    }

    @Test
    void relationsCountUnderEachNameAndAsLongAsTheyHold() {
        know(ReferenceRows.row(ReferenceTable.staff, "staff-7", BEFORE, "aliases", "ann")
                .build());
        know(ReferenceRows.row(ReferenceTable.relationships, "staff-7|p1", BEFORE, "kind", "appointment")
                .setValidFrom(TIME)
                .build());
        know(ReferenceRows.row(ReferenceTable.relationships, "ann|p2", BEFORE, "kind", "assignment")
                .setValidTo(TIME)
                .build());

        assertThat(value("context.relationship.missing", read)).isEqualTo(List.of("p2"));
        assertThat(value("context.relationship.kinds", read)).isEqualTo(List.of("appointment"));
        assertThat(value(
                        "context.relationship.found",
                        TestEvents.read("e", TIME, "ann", "p1").build()))
                .isEqualTo(true);
    }

    @Test
    void destinationsAndVendorsAreJudgedAtTheTimeOfTheEvent() {
        know(ReferenceRows.row(
                        ReferenceTable.destinations,
                        "mail.example",
                        BEFORE,
                        "vendor",
                        "mailer",
                        "approved",
                        "true",
                        "phi_allowed",
                        "no",
                        "relation",
                        "processor")
                .build());
        know(ReferenceRows.row(
                        ReferenceTable.vendors,
                        "mailer",
                        BEFORE,
                        "assessed_at",
                        "2026-01-01",
                        "valid_until",
                        "2026-03-02")
                .build());
        AccessEvent sent = TestEvents.read("e", TIME, "ann")
                .setDestinationHost("mail.example")
                .build();
        AccessEvent dayBefore = TestEvents.read("e", BEFORE, "ann")
                .setDestinationHost("mail.example")
                .build();
        AccessEvent strange = TestEvents.read("e", TIME, "ann")
                .setDestinationHost("ads.example")
                .build();

        assertThat(value("context.destination.approved", sent)).isEqualTo(true);
        assertThat(value("context.destination.phi_allowed", sent)).isEqualTo(false);
        assertThat(value("context.destination.relation", sent)).isEqualTo("processor");
        assertThat(value("context.vendor.id", sent)).isEqualTo("mailer");
        assertThat(value("context.vendor.assessed", sent)).isEqualTo(false);
        assertThat(value("context.vendor.assessed", dayBefore)).isEqualTo(true);
        assertThat(value("context.destination.approved", strange)).isEqualTo(false);
        assertThat(value("context.vendor.known", strange)).isNull();
    }

    @Test
    void aTableThatIsFullNeverSaysThatARowIsMissing() {
        for (int row = 0; row < 4; row++) {
            know(ReferenceRows.row(ReferenceTable.flags, "vip-" + row, BEFORE, "flags", "vip")
                    .build());
        }
        AccessEvent flagged = TestEvents.read("e", TIME, "ann", "vip-2").build();

        assertThat(value("context.patient.flagged", read)).isNull();
        assertThat(value("context.patient.flagged", flagged)).isEqualTo(true);
        assertThat(metrics.get("phiwatch.reference.refused")
                        .tag("table", "flags")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aForgottenRowIsMissing() {
        ReferenceRow flag = ReferenceRows.row(ReferenceTable.flags, "p1", BEFORE, "flags", "vip")
                .build();
        know(flag);
        assertThat(value("context.patient.flags", read)).isEqualTo(List.of("vip"));

        tables.accept(ReferenceTable.flags, ReferenceKey.of(flag), null);

        assertThat(value("context.patient.flagged", read)).isEqualTo(false);
    }

    @Test
    void partsOfARowAreOneRow() {
        Map<String, String> expected = Map.of("status", "approved", "approved_by", "bob", "target", "gallery");
        know(ReferenceRows.row(ReferenceTable.approvals, "jira:C-1", BEFORE, "status", "open", "target", "gallery")
                .build());
        ReferenceRow approval = ReferenceRows.row(
                        ReferenceTable.approvals, "jira:C-1", TIME, "status", "approved", "approved_by", "bob")
                .setPart("approval")
                .build();
        know(approval);

        Moment moment = new Moment(TIME.toEpochMilli(), TIME.toEpochMilli());
        Row row = tables.table(ReferenceTable.approvals)
                .row("acme", "jira:C-1", moment)
                .orElseThrow();
        assertThat(row.columns()).isEqualTo(expected);

        tables.accept(ReferenceTable.approvals, ReferenceKey.of(approval), null);
        assertThat(tables.table(ReferenceTable.approvals)
                        .row("acme", "jira:C-1", moment)
                        .orElseThrow()
                        .text("status"))
                .isEqualTo("open");
    }

    private void know(ReferenceRow row) {
        tables.accept(ReferenceTable.valueOf(row.getTable()), ReferenceKey.of(row), row);
    }

    private @Nullable Object value(String name, AccessEvent event) {
        return value(name, event, event.getEventTime());
    }

    private @Nullable Object value(String name, AccessEvent event, Instant knownAt) {
        return fields.accessor(name)
                .get(new EnrichedEvent(
                        event, EventRefs.of(event, "t", 0, 0), null, tables.about(event, knownAt.toEpochMilli())));
    }
}
