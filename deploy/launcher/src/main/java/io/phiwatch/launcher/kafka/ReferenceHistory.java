package io.phiwatch.launcher.kafka;

import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the reference tables that rules may ask, with every version that is kept. */
public final class ReferenceHistory {
    private final Map<String, Object> kafkaProperties;
    private final TopicSerdes serdes;
    private final Topics topics;

    public ReferenceHistory(Map<String, Object> kafkaProperties, TopicSerdes serdes, Topics topics) {
        this.kafkaProperties = Map.copyOf(kafkaProperties);
        this.serdes = serdes;
        this.topics = topics;
    }

    /** Takes a record of a reference topic. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes the next record.
         *
         * @param row null where the row is to be forgotten
         */
        void accept(ReferenceTable table, String key, @Nullable ReferenceRow row);
    }

    /** Hands on what is in the topics now, each table in the order of its log. */
    public void forEach(Sink sink) {
        for (ReferenceTable table : ReferenceTables.HELD) {
            try (TopicReader reader = new TopicReader(kafkaProperties, serdes, topics.reference(table))) {
                reader.fromBeginning().forEachNow(next -> {
                    sink.accept(table, next.key(), (ReferenceRow) next.value());
                    return true;
                });
            }
        }
    }
}
