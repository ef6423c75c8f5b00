package io.phiwatch.launcher;

import io.phiwatch.alerting.page.DeadMansSwitch;
import io.phiwatch.alerting.page.TopicProgress;
import io.phiwatch.launcher.Node.Shared;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Tells an outside service, for as long as records move and pages go out, that they do. */
final class Heartbeat implements AutoCloseable {
    private final DeadMansSwitch calls;
    private final TopicProgress progress;

    private Heartbeat(DeadMansSwitch calls, TopicProgress progress) {
        this.calls = calls;
        this.progress = progress;
    }

    static Heartbeat start(DeadMansSwitch.Config settings, Shared shared, BooleanSupplier isRunning) {
        TopicProgress progress = new TopicProgress(
                new KafkaConsumer<>(shared.kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                shared.topics().signals().name());
        DeadMansSwitch calls = new DeadMansSwitch(
                settings, () -> progress.getAsBoolean() && isRunning.getAsBoolean(), shared.meters());
        return new Heartbeat(calls.start(), progress);
    }

    @Override
    public void close() {
        calls.close();
        progress.close();
    }
}
