package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceTable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows of reference tables in a test: the columns that people load, with times as offsets where they like. */
final class KnownParser {
    private static final Map<ReferenceTable, List<String>> IDS = Map.of(
            ReferenceTable.staff, List.of("id"),
            ReferenceTable.relationships, List.of("staff", "patient"),
            ReferenceTable.approvals, List.of("id"),
            ReferenceTable.vendors, List.of("id"),
            ReferenceTable.destinations, List.of("host"),
            ReferenceTable.flags, List.of("id"));

    /** Columns that say since when and until when a row holds; of other tables it always does. */
    private static final Map<ReferenceTable, List<String>> VALIDITY = Map.of(
            ReferenceTable.staff, List.of("employed_from", "employed_until"),
            ReferenceTable.relationships, List.of("valid_from", "valid_until"),
            ReferenceTable.approvals, List.of("valid_from", "valid_until"));

    private static final Set<String> TIMES = Set.of(
            "employed_from", "employed_until", "valid_from", "valid_until", "training_valid_until", "assessed_at");
    private static final String RECORDED = "recorded";
    private static final String PART = "part";
    private static final Set<String> OURS = Set.of("table", RECORDED, PART);

    /** Rows are known long before a test starts unless they say when. */
    private static final Duration LONG_BEFORE = Duration.ofDays(1);

    private final Instant start;

    /** Reads the rows of a test that begins then. */
    KnownParser(Instant start) {
        this.start = start;
    }

    /** The row; empty where it has a fault, which is reported. */
    Optional<RuleTests.Known> parse(Section row) {
        int before = row.reporter().count();
        String name = row.required("table");
        Optional<ReferenceTable> known = Arrays.stream(ReferenceTable.values())
                .filter(table -> table.name().equals(name) && IDS.containsKey(table))
                .findFirst();
        if (known.isEmpty()) {
            List<String> names = IDS.keySet().stream().map(Enum::name).sorted().toList();
            row.reject("table", "must be one of " + String.join(", ", names));
            return Optional.empty();
        }
        ReferenceTable table = known.get();
        List<String> ids = IDS.getOrDefault(table, List.of());
        String id = ids.stream().map(row::required).collect(Collectors.joining(String.valueOf(ReferenceKey.SEPARATOR)));
        List<String> validity = VALIDITY.getOrDefault(table, List.of());
        Map<String, String> columns = columns(row, ids);
        RuleTests.Known parsed = new RuleTests.Known(
                table,
                id,
                row.has(PART) ? row.required(PART) : "",
                columns,
                row.has(RECORDED) ? time(row, RECORDED) : start.minus(LONG_BEFORE),
                validity.isEmpty() ? null : timeOrNull(columns, validity.getFirst()),
                validity.isEmpty() ? null : timeOrNull(columns, validity.getLast()));
        return row.reporter().count() == before ? Optional.of(parsed) : Optional.empty();
    }

    private Map<String, String> columns(Section row, List<String> ids) {
        Map<String, String> columns = new HashMap<>();
        for (Yaml.Entry entry : row.map().entries()) {
            String column = entry.key();
            if (!OURS.contains(column) && !ids.contains(column)) {
                columns.put(
                        column,
                        TIMES.contains(column) ? time(row, column).toString() : String.join(";", row.texts(column)));
            }
        }
        return columns;
    }

    private static @Nullable Instant timeOrNull(Map<String, String> columns, String name) {
        String time = columns.get(name);
        return time == null ? null : Instant.parse(time);
    }

    private Instant time(Section row, String key) {
        String text = row.text(key);
        if (text == null) {
            row.reject(key, "required");
            return start;
        }
        boolean isBefore = text.startsWith("-");
        Optional<Duration> offset = RuleTestParser.duration(isBefore ? text.substring(1) : text);
        Optional<Instant> time =
                offset.map(it -> isBefore ? start.minus(it) : start.plus(it)).or(() -> isoTime(text));
        if (time.isEmpty()) {
            row.reject(key, "must be an offset such as -30d or 5m, a date, or an ISO time");
        }
        return time.orElse(start);
    }

    private static Optional<Instant> isoTime(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
