package io.phiwatch.ingest.adapter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Records of a log that may span lines, as exceptions do. */
public final class LogRecords {
    private LogRecords() {}

    /**
     * A record.
     *
     * @param line number of its first line in the delivery, from 0
     */
    public record Entry(String text, int line) {
        public byte[] raw() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * The records in order, without blank ones.
     *
     * @param starts whether a record starts with this line; other lines belong to the record before them
     */
    public static List<Entry> of(String text, Predicate<String> starts) {
        List<Entry> records = new ArrayList<>();
        StringBuilder record = new StringBuilder();
        int first = 0;
        int line = 0;
        for (String next : text.split("\r?\n", -1)) {
            if (!record.isEmpty() && starts.test(next)) {
                add(records, record, first);
            }
            if (record.isEmpty()) {
                first = line;
            } else {
                record.append('\n');
            }
            record.append(next);
            line++;
        }
        add(records, record, first);
        return records;
    }

    private static void add(List<Entry> records, StringBuilder record, int first) {
        String text = record.toString().strip();
        if (!text.isEmpty()) {
            records.add(new Entry(text, first));
        }
        record.setLength(0);
    }
}
