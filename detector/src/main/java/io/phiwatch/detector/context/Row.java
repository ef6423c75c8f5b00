package io.phiwatch.detector.context;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was at a moment: the union of its parts, the part recorded last winning.
 *
 * @param id in its table and tenant
 * @param columns without those that are blank
 * @param isWhole whether there is the row as it was loaded, and not only parts that other sources know
 * @param isOver whether it had ended by the time of the event
 */
record Row(String id, Map<String, String> columns, boolean isWhole, boolean isOver) {
    private static final int LENGTH_OF_DATE = 10;

    Row {
        columns = Map.copyOf(columns);
    }

    /**
     * The row of those parts.
     *
     * @param base the part that is the row as it was loaded; null where there are others only
     */
    static Row of(String id, @Nullable Version base, Collection<Version> parts, long time) {
        Map<String, String> columns = new HashMap<>();
        parts.stream()
                .filter(part -> part.equals(base) || !part.isOverAt(time))
                .sorted(Comparator.comparingLong(Version::recordedAt))
                .forEach(part -> columns.putAll(part.columns()));
        boolean isOver = base == null ? parts.stream().allMatch(part -> part.isOverAt(time)) : base.isOverAt(time);
        return new Row(id, columns, base != null, isOver);
    }

    @Nullable
    String text(String column) {
        return columns.get(column);
    }

    /** The elements of a list, in the order written. */
    List<String> list(String column) {
        return elements(columns.getOrDefault(column, "")).toList();
    }

    static Stream<String> elements(String list) {
        return Stream.of(list.split(";")).map(String::strip).filter(element -> !element.isEmpty());
    }

    /** Whether the column says yes; null where it says neither yes nor no. */
    @Nullable
    Boolean truth(String column) {
        return switch (columns.getOrDefault(column, "").toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> null;
        };
    }

    boolean is(String column, String value) {
        return value.equalsIgnoreCase(columns.get(column));
    }

    /** A time, or a date, which then begins at midnight UTC. */
    Optional<Instant> time(String column) {
        String text = columns.getOrDefault(column, "");
        try {
            return Optional.of(
                    text.length() == LENGTH_OF_DATE
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
