package io.phiwatch.detector.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.ReferenceRows;
import io.phiwatch.detector.TestEvents;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A backtest knows all that was ever loaded, and judges each event with what was known when it came in. */
class BacktestKnowledgeTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Instant BEFORE = START.minus(Duration.ofDays(1));
    private static final RuleSet RULES = RuleSet.of(List.of(new RuleFile("rules.yml", """
            title: Unrelated
            name: unrelated
            logsource: {category: access}
            detection:
              read: {action: read, context.relationship.found: false}
              condition: read
            phiwatch: {hold: 15m}
            ---
            title: Unapproved
            name: unapproved
            logsource: {category: access}
            detection:
              change: {action: update, context.approval.covered: false}
              condition: change
            phiwatch: {entity: {kind: source, fields: [object.id]}, hold: 15m}
            """)));

    private final Map<String, Long> fired = new TreeMap<>();

    private void backtest(List<ReferenceRow> rows, AccessEvent... events) {
        Duration delay = Duration.ofMinutes(10);
        Instant end = START.plus(Duration.ofHours(6));
        try (Backtest backtest = new Backtest(RULES, new Backtest.Period(START, end, delay, Duration.ZERO), 1)) {
            rows.forEach(row -> backtest.know(ReferenceTable.valueOf(row.getTable()), ReferenceKey.of(row), row));
            int next = 0;
            for (Instant time = START; time.isBefore(end); time = time.plus(Duration.ofMinutes(1))) {
                for (; next < events.length && !events[next].getEventTime().isAfter(time); next++) {
                    backtest.accept(
                            events[next].getSurface(),
                            0,
                            events[next],
                            events[next].getEventTime().toEpochMilli());
                }
                for (Surface surface : Surface.values()) {
                    Tick tick =
                            Tick.newBuilder().setTime(time).setOrigin("test").build();
                    backtest.accept(surface, 0, tick, time.toEpochMilli());
                }
            }
            backtest.report()
                    .rules()
                    .forEach(rule -> rule.top()
                            .forEach(entity -> fired.put(rule.rule().name() + " " + entity.id(), entity.alerts())));
        }
    }

    private static AccessEvent read(String patient, Duration after) {
        return TestEvents.read("read-" + patient + after, START.plus(after), "staff-" + patient, patient)
                .build();
    }

    private static AccessEvent change(String object, Duration after) {
        return TestEvents.read("change-" + object, START.plus(after), "deployer")
                .setAction(Action.update)
                .setObjectId(object)
                .build();
    }

    private static ReferenceRow relation(String patient, Instant recorded, Instant until) {
        String id = "staff-" + patient + ReferenceKey.SEPARATOR + patient;
        return ReferenceRows.row(ReferenceTable.relationships, id, recorded, "kind", "encounter")
                .setValidFrom(BEFORE)
                .setValidTo(until)
                .build();
    }

    private static ReferenceRow approval(String target, Duration recorded) {
        return ReferenceRows.row(
                        ReferenceTable.approvals,
                        "c-" + target,
                        START.plus(recorded),
                        "status",
                        "approved",
                        "target",
                        target)
                .build();
    }

    @Test
    void aRelationshipCountsAsLongAsItIsValid() {
        backtest(
                List.of(relation("p1", BEFORE, START.plus(Duration.ofHours(1)))),
                read("p1", Duration.ofMinutes(59)),
                read("p1", Duration.ofMinutes(60)));

        assertThat(fired).containsExactly(Map.entry("unrelated staff-p1", 1L));
    }

    @Test
    void whatWasLoadedLaterChangesNothingAboutEarlierEvents() {
        backtest(
                List.of(
                        relation("other", BEFORE, START.plus(Duration.ofDays(9))),
                        // recorded within the hold of the first read, and after that of the second
                        relation("p1", START.plus(Duration.ofMinutes(75)), START.plus(Duration.ofDays(9))),
                        relation("p2", START.plus(Duration.ofMinutes(76)), START.plus(Duration.ofDays(9)))),
                read("p1", Duration.ofMinutes(60)),
                read("p2", Duration.ofMinutes(60)),
                read("p2", Duration.ofHours(3)));

        assertThat(fired).containsExactly(Map.entry("unrelated staff-p2", 1L));
    }

    @Test
    void anApprovalMayComeLateByTheHold() {
        backtest(
                List.of(
                        approval("other", Duration.ofDays(-1)),
                        approval("in-time", Duration.ofMinutes(75)),
                        approval("too-late", Duration.ofMinutes(76))),
                change("in-time", Duration.ofMinutes(60)),
                change("too-late", Duration.ofMinutes(60)));

        assertThat(fired).containsExactly(Map.entry("unapproved too-late", 1L));
    }
}
