package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.escalation.PageRoute.Match;
import io.phiwatch.alerting.escalation.PageRoute.Step;
import io.phiwatch.alerting.escalation.Target.ToSchedule;
import io.phiwatch.alerting.escalation.Target.ToSink;
import io.phiwatch.alerting.escalation.Target.ToUser;
import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Rotation;
import io.phiwatch.alerting.oncall.Schedule;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tests of escalation share: who is there, one route, and one incident. */
final class EscalationSamples {
    /** Sunday, 09:00 UTC. */
    static final Instant NOW = Alerts.START;

    static final String INCIDENT = "acme-0123456789abcdef-1";
    static final Roster ROSTER = new Roster(
            List.of(
                    new Responder("dana", "responder", Map.of("mail", "dana@example.org")),
                    new Responder("kim", "responder", Map.of("mail", "kim@example.org", "chat", "U123")),
                    new Responder("lex", "legal", Map.of("mail", "lex@example.org"))),
            List.of(new Schedule(
                    "primary",
                    List.of(new Rotation(
                            List.of("dana"),
                            LocalDate.of(2026, 1, 1),
                            LocalTime.MIDNIGHT,
                            7,
                            Hours.always(ZoneOffset.UTC))))));

    static final PageRoute URGENT = new PageRoute(
            "urgent",
            match(Set.of(Level.high, Level.critical), Set.of()),
            List.of(
                    new Step(Duration.ZERO, List.of(new ToSink("chat"), new ToSchedule("primary", List.of("mail")))),
                    new Step(Duration.ofMinutes(10), List.of(new ToUser("kim", List.of())))),
            2,
            Duration.ofMinutes(30));

    static Match match(Set<Level> levels, Set<Surface> surfaces) {
        return new Match(levels, surfaces, Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), false);
    }

    static Instant minutes(int count) {
        return NOW.plus(Duration.ofMinutes(count));
    }

    static IncidentCommand command(CommandType type) {
        return Commands.of("c-" + type, INCIDENT, type).build();
    }

    static IncidentCommand failure(String sink) {
        return Commands.of("failed-" + sink, INCIDENT, CommandType.page_result)
                .setRole("system")
                .setDetails(Map.of(
                        "sink", sink,
                        "outcome", "failed",
                        "reason_code", "timeout",
                        "route", "urgent",
                        "step", "1",
                        "notification_id", INCIDENT + "-page-1"))
                .build();
    }

    static Notification page(int number, Level level) {
        return Notification.newBuilder(pageOf(INCIDENT, level))
                .setNotificationId(INCIDENT + "-page-" + number)
                .build();
    }

    static Notification pageOf(String incident, Level level) {
        return Notification.newBuilder()
                .setNotificationId(incident + "-page-1")
                .setIncidentId(incident)
                .setReason(NotificationReason.opened)
                .setTenant("acme")
                .setLevel(level)
                .setTitle("Bulk patient read by nurse.kim")
                .setRuleTitles(List.of("Bulk patient read"))
                .setPlaybook("phi-breach")
                .setSurfaces(List.of(Surface.portal))
                .setRequestedAt(NOW)
                .build();
    }

    private EscalationSamples() {}
}
