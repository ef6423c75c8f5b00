package io.phiwatch.detector.context;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the reference topics hold, with all versions, in the memory of each instance. One thread tells it of records, any may
 * ask. Metrics: {@code phiwatch.reference.rows} and {@code phiwatch.reference.refused} by table.
 */
public final class ReferenceTables {
    /** Rows of one table: at about half a kilobyte each, a few hundred megabytes. */
    public static final int MOST_ROWS = 500_000;

    /** The tables that it holds. */
    public static final List<ReferenceTable> HELD = List.of(
            ReferenceTable.staff,
            ReferenceTable.relationships,
            ReferenceTable.approvals,
            ReferenceTable.vendors,
            ReferenceTable.destinations,
            ReferenceTable.flags);

    private static final Logger LOGGER = LoggerFactory.getLogger(ReferenceTables.class);

    private final Map<ReferenceTable, Table> tables = new EnumMap<>(ReferenceTable.class);
    private final Map<ReferenceTable, Counter> refused = new EnumMap<>(ReferenceTable.class);

    /** Empty tables. */
    public ReferenceTables(MeterRegistry registry) {
        this(registry, MOST_ROWS);
    }

    /**
     * Empty tables.
     *
     * @param mostRows of each; what is beyond is counted, logged once, and then no row counts as missing: rules that
     *     need to know that go blind and don't fire falsely
     */
    ReferenceTables(MeterRegistry registry, int mostRows) {
        HELD.forEach(name -> {
            Table table = new Table(mostRows);
            tables.put(name, table);
            registry.gauge("phiwatch.reference.rows", Tags.of("table", name.name()), table, Table::size);
            refused.put(name, registry.counter("phiwatch.reference.refused", "table", name.name()));
        });
    }

    /**
     * Takes the next record of a reference topic.
     *
     * @param row null where the row is to be forgotten
     */
    public void accept(ReferenceTable name, String key, @Nullable ReferenceRow row) {
        if (row == null) {
            table(name).forget(key);
        } else if (!table(name).accept(row)) {
            Counter counter = Objects.requireNonNull(refused.get(name));
            if (counter.count() == 0) {
                LOGGER.atError()
                        .addKeyValue("table", name)
                        .addKeyValue("count", table(name).size())
                        .log("reference table is full, rules that need to know that a row is missing are blind");
            }
            counter.increment();
        }
    }

    /**
     * What is known beside an event.
     *
     * @param knownAt what was recorded later does not count, epoch milliseconds
     */
    public Context about(AccessEvent event, long knownAt) {
        return new Context(this, event, new Moment(event.getEventTime().toEpochMilli(), knownAt));
    }

    Table table(ReferenceTable name) {
        return Objects.requireNonNull(tables.get(name));
    }
}
