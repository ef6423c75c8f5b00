package io.phiwatch.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.config.Units;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.RecordJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the records of a topic as JSON lines. */
@Command(name = "tail", description = "Prints the records of a topic as JSON lines, committed ones only.")
public final class TailCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Parameters(paramLabel = "TOPIC", description = "Name, with or without the prefix.")
    private String topicName = "";

    @Option(names = "--from-beginning", description = "Starts with the oldest record instead of the next one.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Ends after that many records.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "Ends after that long.")
    private @Nullable String timeout;

    @Spec
    private @Nullable CommandSpec spec;

    private long printed;

    @Override
    public Integer call() {
        Topics topics = setup.topics();
        Topic<?> topic = topics.named(topicName).orElseThrow(() -> usage(topics));
        Duration time = timeout == null ? FOR_EVER : Units.duration(timeout);
        try (TopicReader reader = new TopicReader(setup.kafkaProperties(), setup.serdes(), topic)) {
            (fromBeginning ? reader.fromBeginning() : reader.fromEnd()).forEach(time, this::print);
        }
        return ExitCode.DONE;
    }

    private boolean print(ConsumerRecord<String, Object> record) {
        ObjectNode line = JSON.createObjectNode()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString())
                .put("key", record.key());
        line.set("value", json(record));
        PrintWriter out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
        return ++printed < max;
    }

    /** Values of JSON topics are JSON already. */
    private static JsonNode json(ConsumerRecord<String, Object> record) {
        if (record.value() instanceof String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return JSON.getNodeFactory().textNode(text);
            }
        }
        return RecordJson.value(record.value());
    }

    private ParameterException usage(Topics topics) {
        return new ParameterException(
                spec().commandLine(),
                "no topic " + topicName + "; there are "
                        + topics.all().stream().map(Topic::name).collect(Collectors.joining(", ")));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
