package io.phiwatch.alerting.containment;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Containment;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainmentStepsTest {
    private static final String INCIDENT = Alerts.INCIDENT;
    private static final Map<CommandType, CommandStep> STEPS = ContainmentSteps.all();

    @Test
    void whoAskedMayNotApprove() {
        assertThat(refusal(CommandType.containment_approve, "dana", approval("app-7"), "requested"))
                .contains(Refusal.SAME_PERSON);
    }

    @Test
    void somebodyElseMay() {
        assertThat(refusal(CommandType.containment_approve, "kim", approval("app-7"), "requested"))
                .isEmpty();
    }

    @Test
    void whatIsApprovedIsWhatTheApproverSaw() {
        assertThat(refusal(CommandType.containment_approve, "kim", approval("app-8"), "requested"))
                .contains(Refusal.INVALID_DETAILS);
    }

    @Test
    void itIsApprovedOnce() {
        assertThat(refusal(CommandType.containment_approve, "kim", approval("app-7"), "approved"))
                .contains(Refusal.INVALID_TRANSITION);
    }

    @Test
    void onlyKnownMeasuresMayBeAskedFor() {
        assertThat(refusal(
                        CommandType.containment_request,
                        "dana",
                        Map.of("measure", "delete_everything", "target", "app-7"),
                        "requested"))
                .contains(Refusal.INVALID_DETAILS);
    }

    @Test
    void aResultCountsForWhatWasApprovedOnly() {
        Map<String, String> result = Map.of("containment_id", "c1", "outcome", "delivered");
        assertThat(refusal(CommandType.containment_result, "pager", result, "requested"))
                .contains(Refusal.INVALID_TRANSITION);
        assertThat(refusal(CommandType.containment_result, "pager", result, "approved"))
                .isEmpty();
    }

    private static Optional<Refusal> refusal(
            CommandType type, String actor, Map<String, String> details, String state) {
        IncidentCommand command = Commands.of("c2", INCIDENT, type)
                .setActor(actor)
                .setDetails(details)
                .build();
        return STEPS.get(type).refusal(new NoBook(), incident(state), command);
    }

    private static Map<String, String> approval(String target) {
        return Map.of("containment_id", "c1", "measure", "revoke_app", "target", target);
    }

    private static Incident incident(String state) {
        return Alerts.incident()
                .setContainments(List.of(Containment.newBuilder()
                        .setContainmentId("c1")
                        .setMeasure("revoke_app")
                        .setTarget("app-7")
                        .setState(state)
                        .setRequestedBy("dana")
                        .setRequestedAt(Alerts.START)
                        .build()))
                .build();
    }

    /** These steps ask no book. */
    private static final class NoBook implements io.phiwatch.alerting.incident.IncidentBook {
        @Override
        public Optional<Incident> latest(String entityKey) {
            throw new AssertionError("not asked");
        }

        @Override
        public Optional<Incident> find(String incidentId) {
            throw new AssertionError("not asked");
        }

        @Override
        public Optional<io.phiwatch.alerting.incident.AlertPlace> placeOf(String entityKey, String alertId) {
            throw new AssertionError("not asked");
        }
    }
}
