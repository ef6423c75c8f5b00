package io.phiwatch.detector.context;

import io.phiwatch.schema.ReferenceRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a row or of a part of it. Times in epoch milliseconds.
 *
 * @param recordedAt when ingest received it
 * @param from since when it holds
 * @param until until when it holds, exclusive
 * @param columns without those that are blank
 */
record Version(long recordedAt, long from, long until, Map<String, String> columns) {
    Version {
        columns = Map.copyOf(columns);
    }

    static Version of(ReferenceRow row) {
        Map<String, String> columns = new HashMap<>(row.getColumns());
        columns.values().removeIf(String::isBlank);
        return new Version(
                row.getRecordedAt().toEpochMilli(),
                millis(row.getValidFrom(), Long.MIN_VALUE),
                millis(row.getValidTo(), Long.MAX_VALUE),
                columns);
    }

    private static long millis(@Nullable Instant time, long otherwise) {
        return time == null ? otherwise : time.toEpochMilli();
    }

    boolean isOverAt(long time) {
        return time >= until;
    }

    /** Whether it says what the other says, whenever that was recorded. */
    boolean says(Version other) {
        return from == other.from && until == other.until && columns.equals(other.columns);
    }
}
