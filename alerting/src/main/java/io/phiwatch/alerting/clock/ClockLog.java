package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.IncidentClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts reckoned clocks on an incident, and says in its evidence what changed. */
final class ClockLog {
    private ClockLog() {}

    /** Reckons the clocks of the incident anew; records those that are new and those that changed. */
    static void reckon(Clocks clocks, IncidentEdit edit) {
        List<IncidentClock> before = edit.incident().getClocks();
        List<IncidentClock> now = clocks.reckon(edit.incident());
        put(edit, before, now);
    }

    /** Puts clocks in the place of others. */
    static void put(IncidentEdit edit, List<IncidentClock> before, List<IncidentClock> now) {
        Map<String, IncidentClock> known = new HashMap<>();
        before.forEach(clock -> known.put(clock.getClockId(), clock));
        Map<String, String> started = new TreeMap<>();
        Map<String, String> changed = new TreeMap<>();
        List<IncidentClock> settled = now.stream()
                .map(clock -> forgetReminders(edit, known.get(clock.getClockId()), clock))
                .toList();
        for (IncidentClock clock : settled) {
            IncidentClock old = known.get(clock.getClockId());
            if (old == null) {
                started.put(clock.getClockId(), line(clock));
            } else if (!line(old).equals(line(clock))) {
                changed.put(clock.getClockId(), line(clock));
            }
        }
        edit.incident().setClocks(settled);
        record(edit, EvidenceType.clock_started, "Clocks started: ", started);
        record(edit, EvidenceType.clock_changed, "Clocks changed: ", changed);
    }

    /** A due date that moved away is told again; one that moved close is not told twice. */
    private static IncidentClock forgetReminders(IncidentEdit edit, @Nullable IncidentClock old, IncidentClock clock) {
        if (old == null || !clock.getDueAt().isAfter(old.getDueAt())) {
            return clock;
        }
        int reached = Reminders.reached(clock, edit.at());
        return IncidentClock.newBuilder(clock)
                .setReminded(Math.min(clock.getReminded(), reached))
                .build();
    }

    private static void record(IncidentEdit edit, EvidenceType type, String words, Map<String, String> details) {
        if (!details.isEmpty()) {
            edit.record(new EvidenceDraft(
                    type, edit.at(), IncidentEdit.SELF, words + String.join(", ", details.keySet()), details, null));
        }
    }

    private static String line(IncidentClock clock) {
        return clock.getState() + " until " + clock.getDueAt() + " for " + clock.getAffected();
    }
}
