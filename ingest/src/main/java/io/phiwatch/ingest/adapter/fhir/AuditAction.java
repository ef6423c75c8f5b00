package io.phiwatch.ingest.adapter.fhir;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what an audited event was, by its DICOM and RESTful codes first and by C, R, U, D, E else. */
final class AuditAction {
    /** The first that matches decides; a login has the code of authentication beside its own. */
    private static final List<Map.Entry<String, Action>> BY_CODE = List.of(
            Map.entry("110123", Action.logout),
            Map.entry("110122", Action.login),
            Map.entry("110106", Action.export),
            Map.entry("export", Action.export),
            Map.entry("110107", Action.create),
            Map.entry("110112", Action.search),
            Map.entry("search", Action.search),
            Map.entry("search-type", Action.search),
            Map.entry("search-system", Action.search),
            Map.entry("110136", Action.configure),
            Map.entry("110137", Action.configure),
            Map.entry("110114", Action.login),
            Map.entry("110101", Action.read),
            Map.entry("110104", Action.transmit),
            Map.entry("110105", Action.delete),
            Map.entry("read", Action.read),
            Map.entry("vread", Action.read),
            Map.entry("create", Action.create),
            Map.entry("update", Action.update),
            Map.entry("patch", Action.update),
            Map.entry("delete", Action.delete));

    private static final Map<String, Action> CRUDE =
            Map.of("C", Action.create, "R", Action.read, "U", Action.update, "D", Action.delete);

    private static final Set<String> EMERGENCY = Set.of("110127", "BTG", "ETREAT");

    private AuditAction() {}

    static Action of(Set<String> codes, String crude, boolean query) {
        for (Map.Entry<String, Action> known : BY_CODE) {
            if (codes.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return CRUDE.getOrDefault(crude, query ? Action.search : Action.other);
    }

    /** Whether somebody broke the glass: the emergency code, or such a purpose of use. */
    static boolean isEmergency(Set<String> codes, Set<String> purposes) {
        return codes.stream().anyMatch(EMERGENCY::contains) || purposes.stream().anyMatch(EMERGENCY::contains);
    }

    /** 0 is success; 4, 8 and 12 are failures of growing weight. */
    static Outcome outcome(String code) {
        return switch (code) {
            case "4", "8", "12", "error", "fatal" -> Outcome.failure;
            default -> Outcome.success;
        };
    }
}
