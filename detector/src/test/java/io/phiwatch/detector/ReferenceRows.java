package io.phiwatch.detector;

import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Rows of reference tables for tests, of the tenant of {@link TestEvents}. */
public final class ReferenceRows {
    private ReferenceRows() {}

    /**
     * A row.
     *
     * @param columns names and values in turn
     */
    public static ReferenceRow.Builder row(ReferenceTable table, String id, Instant recorded, String... columns) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            named.put(columns[i], columns[i + 1]);
        }
        return ReferenceRow.newBuilder()
                .setTable(table.name())
                .setTenant("acme")
                .setId(id)
                .setPart("")
                .setColumns(named)
                .setRecordedAt(recorded)
                .setSourceId("tables");
    }
}
