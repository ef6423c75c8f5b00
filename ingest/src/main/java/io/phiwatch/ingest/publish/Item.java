package io.phiwatch.ingest.publish;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ReferenceRow;
import org.jspecify.annotations.Nullable;

/** One item of a delivery on its way to Kafka, with the bytes that are sealed as its original. */
public sealed interface Item {
    /** Id under which the original is sealed. */
    String eventId();

    byte[] raw();

    /** An event. */
    record Accepted(AccessEvent event, byte[] raw) implements Item {
        @Override
        public String eventId() {
            return event.getEventId();
        }

        /** Identity, never content. */
        @Override
        public String toString() {
            return "Accepted[eventId=" + eventId() + "]";
        }
    }

    /** A row of a reference table. */
    record Row(String eventId, ReferenceRow row, byte[] raw) implements Item {
        /** Identity, never content. */
        @Override
        public String toString() {
            return "Row[eventId=" + eventId + "]";
        }
    }

    /**
     * What could not be read.
     *
     * @param reason reason code
     * @param field path of the field at fault; never a value
     * @param index position in its delivery, from 0
     */
    record Rejected(String eventId, String reason, @Nullable String field, int index, byte[] raw) implements Item {
        /** Identity and reason, never content. */
        @Override
        public String toString() {
            return "Rejected[eventId=" + eventId + ", reason=" + reason + "]";
        }
    }
}
