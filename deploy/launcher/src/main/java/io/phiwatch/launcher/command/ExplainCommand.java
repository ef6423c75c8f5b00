package io.phiwatch.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.detector.context.ReferenceTables;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.offline.BehaviorReplay;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Explain;
import io.phiwatch.detector.sigma.Explain.Reason;
import io.phiwatch.detector.sigma.MapFields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleSetException;
import io.phiwatch.launcher.kafka.AccessHistory;
import io.phiwatch.launcher.kafka.ReferenceHistory;
import io.phiwatch.schema.AccessEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says why a rule does or does not match an event. */
@Command(
        name = "explain",
        description = "Says why a rule does or does not match an event. Exits 0 where it matches, 1 where it does not.")
public final class ExplainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEHAVIOUR = "behavior.";

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--rule", required = true, paramLabel = "ID", description = "Id or name of the rule.")
    private String ruleId = "";

    @Option(
            names = "--event",
            required = true,
            paramLabel = "ID|FILE",
            description = "Id of an access event in the log, or a file with one JSON object.")
    private String event = "";

    @Option(names = "--rules", paramLabel = "DIR", description = "Folder of rules; the rule pack unless given.")
    private @Nullable Path rules;

    @Option(names = "--from", paramLabel = "T", description = "Looks for the event from that ISO 8601 time on.")
    private @Nullable String from;

    @Option(names = "--values", description = "Prints values too; of a FILE only.")
    private boolean values;

    @Option(names = "--json", description = "One JSON document.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        RuleSet set;
        try {
            set = rules == null ? RuleSet.bundled() : RuleSet.load(rules);
        } catch (RuleSetException e) {
            PrintWriter err = spec().commandLine().getErr();
            e.errors().forEach(err::println);
            err.flush();
            return ExitCode.USAGE;
        }
        Rule rule =
                set.byId(ruleId).orElseThrow(() -> new ParameterException(spec().commandLine(), "no rule " + ruleId));
        Path file = Path.of(event);
        Reason reason = Files.isRegularFile(file) ? whyOfFile(set, rule, file) : whyInLog(set, rule);
        PrintWriter out = spec().commandLine().getOut();
        if (asJson) {
            out.println(json(reason));
        } else {
            print(reason, 0, out);
        }
        out.flush();
        return reason.isTrue() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private Reason whyOfFile(RuleSet set, Rule rule, Path file) throws IOException {
        Map<String, Object> fields;
        try {
            fields = JSON.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ":" + e.getLocation().getLineNr() + ": holds no single JSON object", e);
        }
        return new Explain<>(set, new MapFields(), any -> true, values).why(rule, fields);
    }

    private Reason whyInLog(RuleSet set, Rule rule) {
        if (values) {
            throw new ParameterException(
                    spec().commandLine(), "--values shows values of a FILE; those of the log stay there");
        }
        boolean asksForBehavior = readsBehavior(set, rule);
        EnrichedEvent found = find(hold(set, rule), asksForBehavior)
                .orElseThrow(
                        () -> new IllegalArgumentException("no event of that id in the access topics, and no file"));
        return new Explain<>(set, new EventFields(), Matcher::isAboutAccess, false).why(rule, found);
    }

    /** Those that decide on it: itself, or those that it counts. */
    private static Stream<DetectionRule> detections(RuleSet set, Rule rule) {
        return set.detections().stream()
                .filter(detection -> detection.equals(rule)
                        || set.correlationsOf(detection).stream().anyMatch(rule::equals));
    }

    private static boolean readsBehavior(RuleSet set, Rule rule) {
        return detections(set, rule).anyMatch(detection -> detection.reads(BEHAVIOUR));
    }

    private static Duration hold(RuleSet set, Rule rule) {
        return detections(set, rule)
                .map(DetectionRule::hold)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private ReferenceTables references() {
        ReferenceTables references = new ReferenceTables(new SimpleMeterRegistry());
        new ReferenceHistory(setup.kafkaProperties(), setup.serdes(), setup.topics()).forEach(references::accept);
        return references;
    }

    /**
     * Finds the event in the log.
     *
     * @param withBehavior whether what was usual then is found out too, by replaying what came before
     */
    private Optional<EnrichedEvent> find(Duration hold, boolean withBehavior) {
        List<EnrichedEvent> found = new ArrayList<>();
        try (AccessHistory history =
                        AccessHistory.withHeartbeats(setup.kafkaProperties(), setup.serdes(), setup.topics());
                BehaviorReplay replay = new BehaviorReplay(event, setup.config().maxDelay(), Instant.EPOCH)) {
            if (withBehavior) {
                new ReferenceHistory(setup.kafkaProperties(), setup.serdes(), setup.topics()).forEach(replay::know);
            }
            long records = history.seek(Optional.ofNullable(from).map(text -> IsoTime.of(text, spec())));
            try (Progress progress = new Progress("explain", records)) {
                history.forEach(
                        entry -> {
                            if (withBehavior) {
                                replay.accept(entry.surface(), entry.value(), entry.timestamp());
                            }
                            if (entry.value() instanceof AccessEvent access
                                    && access.getEventId().equals(event)) {
                                String topic =
                                        setup.topics().access(entry.surface()).name();
                                Optional<EnrichedEvent> then = replay.found();
                                found.add(new EnrichedEvent(
                                        access,
                                        EventRefs.of(access, topic, entry.partition(), entry.offset()),
                                        then.map(EnrichedEvent::login).orElse(null),
                                        references().about(access, entry.timestamp() + hold.toMillis()),
                                        then.map(EnrichedEvent::behavior).orElse(null),
                                        then.map(EnrichedEvent::sessions).orElse(null),
                                        null));
                            }
                            return found.isEmpty();
                        },
                        progress::add);
            }
        }
        return found.stream().findFirst();
    }

    private void print(Reason reason, int depth, PrintWriter out) {
        String found = reason.found();
        out.println("  ".repeat(depth)
                + Terminal.mark(reason.isTrue())
                + ' '
                + reason.text()
                + (found == null ? "" : ": " + found + note(reason)));
        reason.parts().forEach(part -> print(part, depth + 1, out));
    }

    /** What is usual is found out from the log: of a file, and before it was learnt, it is absent. */
    private static String note(Reason reason) {
        return reason.text().contains(BEHAVIOUR) && "absent".equals(reason.found())
                ? " (not learnt, or not counted)"
                : "";
    }

    private static ObjectNode json(Reason reason) {
        ObjectNode node = JSON.createObjectNode().put("text", reason.text()).put("true", reason.isTrue());
        if (reason.found() != null) {
            node.put("found", reason.found());
        }
        reason.parts().forEach(part -> node.withArray("parts").add(json(part)));
        return node;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
