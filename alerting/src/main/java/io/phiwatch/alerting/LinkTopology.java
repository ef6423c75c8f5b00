package io.phiwatch.alerting;

import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentTrace;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Links incidents by what their alerts saw: the traces go by their own key, and what they say comes back as commands. */
final class LinkTopology {
    static final String READ_TRACES = "read-incident-traces";
    static final String LINK_INCIDENTS = "link-incidents";
    static final String WRITE_LINKS = "write-links";

    private final Topics topics;
    private final TopicSerdes serdes;

    LinkTopology(Topics topics, TopicSerdes serdes) {
        this.topics = topics;
        this.serdes = serdes;
    }

    void addTo(Topology topology) {
        topology.addSink(
                AlertingTopology.WRITE_TRACES,
                topics.incidentTraces().name(),
                serdes.key().serializer(),
                serdes.value(topics.incidentTraces()).serializer(),
                AlertingTopology.JOIN_INCIDENTS);
        topology.addSource(
                READ_TRACES,
                serdes.key().deserializer(),
                serdes.value(topics.incidentTraces()).deserializer(),
                topics.incidentTraces().name());
        topology.<String, IncidentTrace, String, IncidentCommand>addProcessor(
                LINK_INCIDENTS, LinkIncidentsProcessor::new, READ_TRACES);
        topology.addStateStore(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(
                                AlertingTopology.TRACES_STORE,
                                LinkIncidentsProcessor.REMEMBERED,
                                LinkIncidentsProcessor.REMEMBERED,
                                true),
                        serdes.key(),
                        Serdes.String()),
                LINK_INCIDENTS);
        topology.<String, IncidentCommand>addSink(
                WRITE_LINKS,
                topics.incidentCommands().name(),
                serdes.key().serializer(),
                serdes.value(topics.incidentCommands()).serializer(),
                new EntityPartitioner(),
                LINK_INCIDENTS);
    }
}
