package io.phiwatch.detector.coverage;

import static java.util.Map.entry;

import io.phiwatch.schema.ReferenceTable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a system knows beside its events.
 *
 * @param tables for each tenant the reference tables that are loaded, and the columns that any of their rows has
 */
public record Knowledge(Map<String, Map<ReferenceTable, Set<String>>> tables) {
    /** Nothing at all. */
    public static final Knowledge NOTHING = new Knowledge(Map.of());

    private static final String PREFIX = "context.";

    /** By the field's name without prefix, the longest that it begins with. */
    private static final Map<String, Asked> ASKED = Map.ofEntries(
            entry("staff.", new Asked(List.of("actor.id"), of(ReferenceTable.staff))),
            entry("staff.status", new Asked(List.of("actor.id"), of(ReferenceTable.staff, "status"))),
            entry("staff.roles", new Asked(List.of("actor.id"), of(ReferenceTable.staff, "roles"))),
            entry("staff.country", new Asked(List.of("actor.id"), of(ReferenceTable.staff, "country"))),
            entry("staff.mfa_required", new Asked(List.of("actor.id"), of(ReferenceTable.staff, "mfa_required"))),
            entry("staff.allowed_actions", new Asked(List.of("actor.id"), of(ReferenceTable.staff, "allowed_actions"))),
            entry(
                    "staff.purpose_required",
                    new Asked(List.of("actor.id"), of(ReferenceTable.staff, "purpose_required"))),
            entry(
                    "staff.training_valid",
                    new Asked(List.of("actor.id"), of(ReferenceTable.staff, "training_valid_until"))),
            entry("access.", new Asked(List.of("actor.id"), of(ReferenceTable.approvals, "kind"))),
            entry("approval.", new Asked(List.of(), of(ReferenceTable.approvals))),
            entry("approval.by_other", new Asked(List.of(), of(ReferenceTable.approvals, "approved_by"))),
            entry("vendor.", new Asked(List.of(), of(ReferenceTable.vendors))),
            entry("vendor.status", new Asked(List.of(), of(ReferenceTable.vendors, "status"))),
            entry("vendor.days_left", new Asked(List.of(), of(ReferenceTable.vendors, "valid_until"))),
            entry("destination.", new Asked(List.of("destination.host"), of(ReferenceTable.destinations))),
            entry("relationship.", new Asked(List.of("actor.id", "patients"), of(ReferenceTable.relationships))),
            entry("patient.flag", new Asked(List.of("patients"), of(ReferenceTable.flags, "flags"))),
            entry("patient.own", new Asked(List.of("actor.id", "patients"), of(ReferenceTable.staff, "patient"))),
            entry(
                    "patient.household",
                    new Asked(
                            List.of("actor.id", "patients"),
                            Map.of(
                                    ReferenceTable.staff, List.of("patient"),
                                    ReferenceTable.flags, List.of("household")))));

    public Knowledge {
        tables = Map.copyOf(tables);
    }

    /**
     * What a field of the context is looked up by, and where.
     *
     * @param fields of the event
     * @param tables with the columns that somebody's row must have
     */
    record Asked(List<String> fields, Map<ReferenceTable, List<String>> tables) {
        /** The tables, with their columns. */
        Set<String> words() {
            Set<String> words = new TreeSet<>();
            tables.forEach((table, columns) ->
                    words.add("table " + table + (columns.isEmpty() ? "" : " with " + String.join(", ", columns))));
            return words;
        }
    }

    private static Map<ReferenceTable, List<String>> of(ReferenceTable table, String... columns) {
        return new EnumMap<>(Map.of(table, List.of(columns)));
    }

    /** What the field is looked up by; empty where it is no field of the context. */
    static Optional<Asked> asked(String field) {
        return field.startsWith(PREFIX)
                ? ASKED.entrySet().stream()
                        .filter(entry -> field.startsWith(entry.getKey(), PREFIX.length()))
                        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                        .map(Map.Entry::getValue)
                : Optional.empty();
    }

    /** The tables, and columns of tables, that the field needs and that the tenant has not; in words. */
    Set<String> missing(String tenant, Asked asked) {
        Map<ReferenceTable, Set<String>> known = tables.getOrDefault(tenant, Map.of());
        Set<String> missing = new TreeSet<>();
        asked.tables().forEach((table, columns) -> {
            if (!known.containsKey(table)) {
                missing.add("table " + table + " is not loaded");
            } else {
                columns.stream()
                        .filter(column -> !known.get(table).contains(column))
                        .forEach(column -> missing.add("no row of table " + table + " has column " + column));
            }
        });
        return missing;
    }
}
