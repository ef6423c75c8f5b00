package io.phiwatch.detector;

import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells of each record on the topic of one reference table, as {@link FollowRules} does of rules. */
final class FollowReferences implements Processor<String, ReferenceRow, Void, Void> {
    private final ReferenceTable table;
    private final ReferenceTables references;

    FollowReferences(ReferenceTable table, ReferenceTables references) {
        this.table = table;
        this.references = references;
    }

    @Override
    public void process(Record<String, ReferenceRow> record) {
        @Nullable ReferenceRow value = record.value();
        references.accept(table, record.key(), value);
    }
}
