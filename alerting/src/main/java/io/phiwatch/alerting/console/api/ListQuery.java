package io.phiwatch.alerting.console.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a list are asked for, the newest first. Each filter is a comma-separated list of values; an empty one
 * takes all.
 *
 * @param filters accepted values by filter
 * @param from first time, inclusive
 * @param to last time, exclusive
 * @param limit rows of a page
 * @param after row that the page comes after
 */
record ListQuery(
        Map<String, Set<String>> filters,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        @Nullable Cursor after) {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    private static final Set<String> FILTERS = Set.of("status", "level", "surface", "tenant", "rule");
    private static final Set<String> OTHERS = Set.of("from", "to", "limit", "cursor");

    /**
     * A page of a list.
     *
     * @param rows its rows
     * @param next cursor of the next page; null on the last
     */
    record Page<T>(List<T> rows, @Nullable Cursor next) {}

    /** Reads query parameters; one that means nothing here is refused, since it would filter nothing. */
    static ListQuery parse(Map<String, List<String>> parameters) {
        for (String name : parameters.keySet()) {
            if (!FILTERS.contains(name) && !OTHERS.contains(name)) {
                throw RequestException.bad(
                        "unknown query parameter; known: status, level, surface, tenant, rule, from, to, limit, cursor");
            }
        }
        return new ListQuery(
                FILTERS.stream()
                        .filter(parameters::containsKey)
                        .collect(Collectors.toMap(name -> name, name -> values(parameters, name))),
                first(parameters, "from").map(text -> time("from", text)).orElse(null),
                first(parameters, "to").map(text -> time("to", text)).orElse(null),
                first(parameters, "limit").map(ListQuery::limit).orElse(DEFAULT_LIMIT),
                first(parameters, "cursor").map(Cursor::parse).orElse(null));
    }

    /** The page of a list that is sorted by time and id, the newest first. */
    <T> Page<T> page(List<T> newestFirst, Function<T, Row> row) {
        List<T> found = newestFirst.stream()
                .filter(item -> matches(row.apply(item)))
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> rows = found.subList(0, limit);
        return new Page<>(rows, Cursor.of(row.apply(rows.getLast())));
    }

    /** All rows that match, without paging. */
    <T> List<T> all(List<T> rows, Function<T, Row> row) {
        return rows.stream().filter(item -> matches(row.apply(item))).toList();
    }

    private boolean matches(Row row) {
        return accepts("status", Set.of(row.status()))
                && accepts("level", Set.of(row.level()))
                && accepts("tenant", Set.of(row.tenant()))
                && accepts("surface", row.surfaces())
                && accepts("rule", row.rules())
                && (from == null || !row.time().isBefore(from))
                && (to == null || row.time().isBefore(to))
                && (after == null || after.isBefore(row));
    }

    private boolean accepts(String filter, Set<String> values) {
        Set<String> accepted = filters.getOrDefault(filter, Set.of());
        return accepted.isEmpty() || values.stream().anyMatch(accepted::contains);
    }

    private static Set<String> values(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().filter(text -> !text.isEmpty());
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw RequestException.bad(name + " must be an ISO 8601 time such as 2026-01-31T03:00:00Z");
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw badLimit();
        }
        throw badLimit();
    }

    private static RequestException badLimit() {
        return RequestException.bad("limit must be a number from 1 to " + MAX_LIMIT);
    }
}
