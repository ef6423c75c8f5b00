package io.phiwatch.ingest.adapter.reference;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ReferenceTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables that people load, and what their columns are. Columns that a table does not know are kept where they hold a
 * plain word, but for patients: of them nothing is kept that has no purpose.
 *
 * @param ids columns that make the identity of a row
 * @param staff columns that name members of staff, with {@code ;} between several
 * @param patients columns that name patients
 * @param facts columns that hold neither identities nor PHI
 * @param from column from which time a row holds
 * @param until column until which time it holds
 */
record TableColumns(
        String name,
        List<String> ids,
        Set<String> staff,
        Set<String> patients,
        Set<String> facts,
        String from,
        String until) {
    private static final String PATIENTS = "patients";
    private static final Map<String, ReferenceTable> OF_PATIENTS =
            Map.of("flags", ReferenceTable.flags, "state", ReferenceTable.jurisdictions);
    private static final List<TableColumns> ALL = List.of(
            new TableColumns(
                    "staff",
                    List.of("id"),
                    Set.of("id", "aliases", "name"),
                    Set.of("patient"),
                    Set.of(
                            "roles",
                            "status",
                            "country",
                            "schedule",
                            "training_valid_until",
                            "mfa_required",
                            "allowed_actions",
                            "purpose_required",
                            "employed_from",
                            "employed_until"),
                    "employed_from",
                    "employed_until"),
            new TableColumns(
                    "relationships",
                    List.of("staff", "patient"),
                    Set.of("staff"),
                    Set.of("patient"),
                    Set.of("kind", "valid_from", "valid_until"),
                    "valid_from",
                    "valid_until"),
            new TableColumns(
                    "approvals",
                    List.of("id"),
                    Set.of("requested_by", "approved_by"),
                    Set.of(),
                    Set.of(
                            "kind",
                            "target",
                            "system",
                            "environment",
                            "status",
                            "valid_from",
                            "valid_until",
                            "standing"),
                    "valid_from",
                    "valid_until"),
            // a vendor stays known when its assessment runs out: valid_until is a column like others
            new TableColumns(
                    "vendors",
                    List.of("id"),
                    Set.of(),
                    Set.of(),
                    Set.of("name", "status", "assessed_at", "valid_until", "agreement"),
                    "",
                    ""),
            new TableColumns(
                    "destinations",
                    List.of("host"),
                    Set.of(),
                    Set.of(),
                    Set.of("vendor", "relation", "approved", "phi_allowed"),
                    "",
                    ""),
            new TableColumns(
                    PATIENTS,
                    List.of("id"),
                    Set.of(),
                    Set.of("id", "aliases", "household"),
                    Set.of("flags", "state"),
                    "",
                    ""));

    static Optional<TableColumns> named(String name) {
        return ALL.stream().filter(table -> table.name.equals(name)).findFirst();
    }

    /** Name of the identity, for who looks for a fault. */
    String id() {
        return ids.getFirst();
    }

    /** Identity of a row, in the clear; empty where it has none. */
    String keyOf(JsonNode row) {
        return ids.stream().anyMatch(column -> text(row, column).isEmpty())
                ? ""
                : String.join("|", ids.stream().map(column -> text(row, column)).toList());
    }

    /** Rows to write; none where the identity or a time cannot be read. */
    List<ReferenceDraft> drafts(JsonNode row) {
        if (keyOf(row).isEmpty() || isNoTime(row, from) || isNoTime(row, until)) {
            return List.of();
        }
        return name.equals(PATIENTS)
                ? OF_PATIENTS.entrySet().stream()
                        .filter(of -> !text(row, of.getKey()).isEmpty())
                        .map(of -> draft(of.getValue(), row, Set.of(of.getKey(), "aliases", "household")))
                        .toList()
                : List.of(draft(ReferenceTable.valueOf(name), row, Set.of()));
    }

    /** @param only columns to keep; all where it is empty */
    private ReferenceDraft draft(ReferenceTable table, JsonNode row, Set<String> only) {
        Cell[] id = ids.stream().map(column -> cell(row, column)).toArray(Cell[]::new);
        ReferenceDraft draft = new ReferenceDraft(table, "", id);
        row.fieldNames().forEachRemaining(column -> {
            boolean wanted = !ids.contains(column) && (only.isEmpty() || only.contains(column));
            if (wanted && (isKnown(column) || isPlain(row, column))) {
                draft.with(column, cell(row, column));
            }
        });
        draft.validFrom = time(row, from).orElse(null);
        draft.validTo = time(row, until).orElse(null);
        return draft;
    }

    private boolean isKnown(String column) {
        return staff.contains(column) || patients.contains(column) || facts.contains(column);
    }

    private static boolean isPlain(JsonNode row, String column) {
        return ClearText.name(column).isPresent()
                && ClearText.name(value(row, column)).isPresent();
    }

    private Cell cell(JsonNode row, String column) {
        if (staff.contains(column)) {
            return new Cell.Staff(identities(row, column));
        }
        return patients.contains(column) ? new Cell.Patients(identities(row, column)) : Cell.clear(value(row, column));
    }

    private static List<Phi<String>> identities(JsonNode row, String column) {
        return Arrays.stream(value(row, column).split(";"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Phi::of)
                .toList();
    }

    /** Lists may stand as JSON arrays, too. */
    private static String value(JsonNode row, String column) {
        JsonNode value = row.path(column);
        return value.isArray()
                ? String.join(
                        ";",
                        JsonPayload.items(value).stream()
                                .map(item -> text(item))
                                .toList())
                : text(value);
    }

    private static boolean isNoTime(JsonNode row, String column) {
        return !column.isEmpty()
                && !text(row, column).isEmpty()
                && time(row, column).isEmpty();
    }

    /** A time, or a date, which begins at midnight UTC. */
    private static Optional<Instant> time(JsonNode row, String column) {
        String text = column.isEmpty() ? "" : text(row, column);
        return JsonPayload.time(text)
                .or(() -> Stream.of(text)
                        .filter(date -> date.length() == 10)
                        .flatMap(date -> date(date).stream())
                        .findFirst());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
