package io.phiwatch.alerting.custody;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import java.util.Map;
import java.util.Set;

/** Commands that leave a record of who had the evidence in hand. They change nothing else, in whatever state it is. */
public final class CustodySteps {
    /** The role that may see originals. */
    public static final String COMPLIANCE = "compliance";

    /** Roles that answer for evidence outside of the team that responds. */
    static final Set<String> KEEPERS = Set.of("admin", COMPLIANCE, "legal");

    private CustodySteps() {}

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all() {
        return Map.of(
                CommandType.export_evidence,
                new ExportStep(),
                CommandType.hand_over_evidence,
                new HandOverStep(),
                CommandType.open_sealed,
                new OpenSealedStep());
    }
}
