package io.phiwatch.ingest.adapter.audit;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what an audited event was, by its DICOM and RESTful codes first and by C, R, U, D, E else. */
final class AuditAction {
    /**
     * The first that matches decides; a login has the code of authentication beside its own. IHE audits the retrieval of
     * a document as import on the one side and export on the other: it is somebody who reads.
     */
    private static final List<Map.Entry<String, Action>> BY_CODE = List.of(
            Map.entry("ITI-39", Action.read),
            Map.entry("ITI-43", Action.read),
            Map.entry("ITI-68", Action.read),
            Map.entry("110123", Action.logout),
            Map.entry("110122", Action.login),
            Map.entry("110106", Action.export),
            Map.entry("export", Action.export),
            Map.entry("110107", Action.create),
            Map.entry("110112", Action.search),
            Map.entry("search", Action.search),
            Map.entry("search-type", Action.search),
            Map.entry("search-system", Action.search),
            Map.entry("110128", Action.configure),
            Map.entry("110129", Action.configure),
            Map.entry("110130", Action.configure),
            Map.entry("110131", Action.configure),
            Map.entry("110133", Action.configure),
            Map.entry("110134", Action.configure),
            Map.entry("110135", Action.configure),
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

    /** What it means to write a resource of this kind. */
    private static final Map<String, Action> CREATES = Map.of(
            "MedicationRequest", Action.prescribe,
            "MedicationDispense", Action.dispense,
            "Appointment", Action.schedule);

    private static final Set<String> EMERGENCY = Set.of("110127", "BTG", "ETREAT");
    private static final List<String> DENIALS =
            List.of("denied", "forbidden", "not authorized", "unauthorized", "401", "403");

    private AuditAction() {}

    static Action of(Set<String> codes, String crude, List<AuditEntity> entities) {
        if (entities.stream().anyMatch(AuditEntity::asksForBulk)) {
            return Action.export;
        }
        Action action = known(codes)
                .orElseGet(() -> CRUDE.getOrDefault(
                        crude, entities.stream().anyMatch(AuditEntity::isQuery) ? Action.search : Action.other));
        String kind = entities.stream()
                .filter(AuditEntity::isObject)
                .map(AuditEntity::kind)
                .findFirst()
                .orElse("");
        if (action == Action.create || (action == Action.update && kind.equals("Appointment"))) {
            return CREATES.getOrDefault(kind, action);
        }
        return action;
    }

    private static Optional<Action> known(Set<String> codes) {
        return BY_CODE.stream()
                .filter(known -> codes.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether somebody broke the glass: the emergency code, or such a purpose of use. */
    static boolean isEmergency(Set<String> codes, Set<String> purposes) {
        return codes.stream().anyMatch(EMERGENCY::contains) || purposes.stream().anyMatch(EMERGENCY::contains);
    }

    /** Whether recording of audits was stopped or started. */
    static Optional<String> audit(Set<String> codes) {
        if (codes.contains("110133")) {
            return Optional.of("disabled");
        }
        return codes.contains("110134") ? Optional.of("enabled") : Optional.empty();
    }

    /** 0 is success; 4, 8 and 12 are failures of growing weight, and denials where the record's words say so. */
    static Outcome outcome(String code, String words) {
        return switch (code) {
            case "4", "8", "12", "error", "fatal" -> isDenial(words) ? Outcome.denied : Outcome.failure;
            default -> Outcome.success;
        };
    }

    private static boolean isDenial(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return DENIALS.stream().anyMatch(lower::contains);
    }
}
