package io.phiwatch.alerting.console.evidence;

import io.phiwatch.alerting.console.model.TopicWriter;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Writes to the access topic of the back office, where rules judge it with everything else that its actor does. */
public final class KafkaAccessTrail implements AccessTrail {
    private final TopicWriter<SpecificRecord> events;

    /**
     * Writes with a producer of its own.
     *
     * @param kafka client configuration, at least {@code bootstrap.servers}
     */
    public KafkaAccessTrail(Map<String, ?> kafka, Topics topics, TopicSerdes serdes) {
        this.events = new TopicWriter<>(kafka, serdes, topics.access(Surface.admin));
    }

    @Override
    public void tell(AccessEvent event) {
        events.write(ActorKey.of(event), event, event.getEventReceived());
    }

    @Override
    public void close() {
        events.close();
    }
}
