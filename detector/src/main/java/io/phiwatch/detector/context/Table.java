package io.phiwatch.detector.context;

import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One reference table of all tenants, in memory. One thread tells it of records, any may ask: what is read is replaced, never
 * changed.
 */
final class Table {
    private static final String ALIASES = "aliases";

    private final int mostRows;
    private final Map<RowKey, Map<String, History>> rows = new ConcurrentHashMap<>();

    // Which rows ever had that alias: whether one has it at a moment, the row itself says.
    private final Map<RowKey, Set<String>> idsByAlias = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> idsByTenant = new ConcurrentHashMap<>();
    private final Map<String, Long> loadedAt = new ConcurrentHashMap<>();
    private final Map<RowKey, Long> columnsSince = new ConcurrentHashMap<>();
    private volatile boolean isCut;

    private record RowKey(String tenant, String name) {}

    /**
     * An empty table.
     *
     * @param mostRows what is beyond is left out, and then no row is known to be missing
     */
    Table(int mostRows) {
        this.mostRows = mostRows;
    }

    /** Takes a record; false where the table is full. */
    boolean accept(ReferenceRow row) {
        RowKey key = new RowKey(row.getTenant(), row.getId());
        Map<String, History> parts = rows.get(key);
        if (parts == null && rows.size() >= mostRows) {
            isCut = true;
            return false;
        }
        Version version = Version.of(row);
        Map<String, History> changed = parts == null ? new HashMap<>() : new HashMap<>(parts);
        changed.put(
                row.getPart(), changed.getOrDefault(row.getPart(), History.NONE).with(version));
        rows.put(key, Map.copyOf(changed));
        idsByTenant
                .computeIfAbsent(row.getTenant(), tenant -> ConcurrentHashMap.newKeySet())
                .add(row.getId());
        Row.elements(version.columns().getOrDefault(ALIASES, ""))
                .forEach(alias -> idsByAlias
                        .computeIfAbsent(new RowKey(row.getTenant(), alias), it -> ConcurrentHashMap.newKeySet())
                        .add(row.getId()));
        loadedAt.merge(row.getTenant(), version.recordedAt(), Math::min);
        version.columns()
                .keySet()
                .forEach(column ->
                        columnsSince.merge(new RowKey(row.getTenant(), column), version.recordedAt(), Math::min));
        return true;
    }

    /** Forgets a row, or the part of it that the key names. */
    void forget(String key) {
        int tenant = key.indexOf(ReferenceKey.SEPARATOR);
        int part = key.lastIndexOf(ReferenceKey.SEPARATOR);
        if (tenant < 0) {
            return;
        }
        RowKey whole = new RowKey(key.substring(0, tenant), key.substring(tenant + 1));
        if (rows.containsKey(whole)) {
            forgetPart(whole, "");
        } else if (part > tenant) {
            forgetPart(new RowKey(whole.tenant, key.substring(tenant + 1, part)), key.substring(part + 1));
        }
    }

    private void forgetPart(RowKey key, String part) {
        Map<String, History> left = new HashMap<>(rows.getOrDefault(key, Map.of()));
        left.remove(part);
        if (!left.isEmpty()) {
            rows.put(key, Map.copyOf(left));
            return;
        }
        rows.remove(key);
        idsByTenant.getOrDefault(key.tenant, Set.of()).remove(key.name);
        idsByAlias.values().forEach(ids -> ids.remove(key.name));
    }

    int size() {
        return rows.size();
    }

    /** Whether the tenant had loaded the table by then, so that a row that is not found is known to be missing. */
    boolean isLoaded(String tenant, Moment moment) {
        return !isCut && loadedAt.getOrDefault(tenant, Long.MAX_VALUE) <= moment.knownAt();
    }

    /** Whether any row of the tenant had that column by then: else nothing follows from a row without it. */
    boolean tells(String tenant, String column, Moment moment) {
        return columnsSince.getOrDefault(new RowKey(tenant, column), Long.MAX_VALUE) <= moment.knownAt();
    }

    /** The row of that id, also one that is over. */
    Optional<Row> row(String tenant, String id, Moment moment) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, History> parts = rows.getOrDefault(new RowKey(tenant, id), Map.of());
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Version> versions = new HashMap<>();
        parts.forEach((part, history) -> history.at(moment).ifPresent(version -> versions.put(part, version)));
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(Row.of(id, versions.get(""), versions.values(), moment.time()));
    }

    /** The row of that id or alias, also one that is over; rather one that isn't, and rather a whole one than parts. */
    Optional<Row> rowCalled(String tenant, String name, Moment moment) {
        Set<String> aliased =
                idsByAlias.isEmpty() ? Set.of() : idsByAlias.getOrDefault(new RowKey(tenant, name), Set.of());
        if (aliased.isEmpty()) {
            return row(tenant, name, moment);
        }
        return Stream.concat(
                        row(tenant, name, moment).stream(),
                        aliased.stream()
                                .sorted()
                                .flatMap(id -> row(tenant, id, moment).stream())
                                .filter(row -> row.list(ALIASES).contains(name)))
                .min(Comparator.comparing(Row::isOver).thenComparing(row -> !row.isWhole()));
    }

    /** All rows of the tenant that hold at the moment, in the order of their ids. */
    Stream<Row> rows(String tenant, Moment moment) {
        return rowsEver(tenant, moment).filter(row -> !row.isOver());
    }

    /** The same with those that held and are over. */
    Stream<Row> rowsEver(String tenant, Moment moment) {
        Collection<String> ids = idsByTenant.getOrDefault(tenant, Set.of());
        return ids.stream().sorted().flatMap(id -> row(tenant, id, moment).stream());
    }
}
