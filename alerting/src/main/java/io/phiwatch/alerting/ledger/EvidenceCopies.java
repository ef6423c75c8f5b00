package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.EventRef;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What evidence keeps of the events that it rests on. Thread-safe. */
@FunctionalInterface
public interface EvidenceCopies {
    /** The copies of a type by the references to their events; those that were never made are left out. */
    <V extends SpecificRecord> Map<EventRef, V> find(Collection<EventRef> refs, Class<V> type);
}
