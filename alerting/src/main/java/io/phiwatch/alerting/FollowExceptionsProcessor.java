package io.phiwatch.alerting;

import io.phiwatch.schema.ScopedException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps every exception at hand on every instance: all are read before the first alert after a start. */
final class FollowExceptionsProcessor extends ContextualProcessor<String, @Nullable ScopedException, Void, Void> {
    @Override
    public void process(Record<String, @Nullable ScopedException> message) {
        KeyValueStore<String, @Nullable ScopedException> store =
                context().getStateStore(AlertingTopology.EXCEPTIONS_STORE);
        store.put(message.key(), message.value());
    }
}
