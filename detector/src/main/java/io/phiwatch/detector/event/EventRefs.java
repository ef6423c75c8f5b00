package io.phiwatch.detector.event;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;

/** Pointers to access events. */
public final class EventRefs {
    private EventRefs() {}

    /** Pointer to the event that stands at that place in the log. */
    public static EventRef of(AccessEvent event, String topic, int partition, long offset) {
        return EventRef.newBuilder()
                .setEventId(event.getEventId())
                .setEventTime(event.getEventTime())
                .setReceived(event.getEventReceived())
                .setSourceId(event.getSourceId())
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setSealedPartition(event.getSealedPartition())
                .setSealedOffset(event.getSealedOffset())
                .build();
    }
}
