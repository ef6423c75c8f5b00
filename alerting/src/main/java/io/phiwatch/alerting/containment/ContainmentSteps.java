package io.phiwatch.alerting.containment;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Containment;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The commands of a containment.
 *
 * <pre>
 *   containment_request ──► requested ── containment_approve, by somebody else ──► approved ──► the customer's endpoint
 *                                                                                     │
 *                                                  done, failed ◄── containment_result ┘
 * </pre>
 */
public final class ContainmentSteps {
    static final String ID = "containment_id";
    static final String MEASURE = "measure";
    static final String TARGET = "target";
    static final String REQUESTED = "requested";
    static final String APPROVED = "approved";

    /** What can be taken away. */
    public static final List<String> MEASURES = List.of("revoke_session", "revoke_token", "revoke_app", "disable_user");

    private ContainmentSteps() {}

    /** Whether it waits for an approval that this person may give: it is for somebody else than who asked. */
    public static boolean mayApprove(Containment containment, String user) {
        return containment.getState().equals(REQUESTED)
                && !containment.getRequestedBy().equals(user);
    }

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all() {
        return Map.of(
                CommandType.containment_request,
                new RequestStep(),
                CommandType.containment_approve,
                new ApproveStep(),
                CommandType.containment_result,
                new ResultStep());
    }

    /** The containment that the command names. */
    static Optional<Containment> named(Incident incident, IncidentCommand command) {
        return CommandPolicy.plain(command, ID)
                .flatMap(id -> incident.getContainments().stream()
                        .filter(containment -> containment.getContainmentId().equals(id))
                        .findFirst());
    }

    /** The same list with one containment changed. */
    static void change(Incident.Builder incident, IncidentCommand command, UnaryOperator<Containment.Builder> change) {
        Optional<String> id = CommandPolicy.plain(command, ID);
        List<Containment> changed = new ArrayList<>();
        for (Containment containment : incident.getContainments()) {
            boolean isIt = id.filter(containment.getContainmentId()::equals).isPresent();
            changed.add(isIt ? change.apply(Containment.newBuilder(containment)).build() : containment);
        }
        incident.setContainments(changed);
    }
}
