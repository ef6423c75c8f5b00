package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Roster.Gap;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.kafka.BrokerException;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.SchemaException;
import io.phiwatch.schema.serde.SchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks what phiwatch needs, and says what to do about what is wrong. */
@Command(name = "doctor", description = "Checks configuration, broker, registry, topics, keys and folders.")
public final class DoctorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_GAPS = 5;

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Option(names = "--json", description = "JSON lines.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    private final List<Finding> findings = new ArrayList<>();

    private record Finding(String check, boolean isOk, String message) {}

    @Override
    public Integer call() {
        checkConfig();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        findings.forEach(finding -> out.println(asJson ? json(finding) : line(finding)));
        out.flush();
        return findings.stream().allMatch(Finding::isOk) ? ExitCode.DONE : ExitCode.FOUND;
    }

    private void checkConfig() {
        PhiwatchConfig config;
        try {
            config = setup.config();
        } catch (ConfigException e) {
            e.faults().forEach(fault -> fault("config", fault));
            return;
        }
        ok("config", config.sources().size() + " sources");
        checkFolder();
        checkKeys(config.keysDirectory().orElse(setup.data().keys()));
        checkRegistry(config);
        checkOnCall(config);
        checkBroker();
    }

    private void checkFolder() {
        Path folder = setup.data().path();
        if (!Files.exists(folder)) {
            fault("data", folder + " is not there yet: `phiwatch run all --data " + folder + "` makes it");
        } else if (Files.isWritable(folder)) {
            ok("data", folder.toString());
        } else {
            fault("data", folder + " cannot be written: change its owner");
        }
    }

    private void checkKeys(Path keys) {
        if (!Files.isDirectory(keys)) {
            fault(
                    "keys",
                    "no keysets in " + keys
                            + ": they are made on first start of an embedded broker; else restore them");
            return;
        }
        try (var files = Files.list(keys)) {
            for (Path key : files.toList()) {
                if (Files.getPosixFilePermissions(key).stream().anyMatch(DoctorCommand::isForOthers)) {
                    fault("keys", key + " is readable by others: chmod 600 " + key);
                } else {
                    ok("keys", key.getFileName().toString());
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            fault("keys", keys + " cannot be read");
        }
    }

    private static boolean isForOthers(PosixFilePermission permission) {
        return permission.name().startsWith("GROUP") || permission.name().startsWith("OTHERS");
    }

    private void checkRegistry(PhiwatchConfig config) {
        if (config.registry().isEmpty()) {
            ok("registry", "none: bundled schemas");
            return;
        }
        SchemaRegistry registry = new SchemaRegistry(config.registry().get());
        try {
            for (Topic<?> topic : setup.topics().all()) {
                topic.schemas().forEach(schema -> registry.idOf(topic.subject(schema), schema));
            }
            ok("registry", config.registry().get().toString());
        } catch (SchemaException e) {
            fault("registry", e.getMessage() + ": is registry.url right, and does it take new versions?");
        }
    }

    private void checkOnCall(PhiwatchConfig config) {
        Roster roster = config.pages().plan().roster();
        Instant now = SystemClock.get().instant();
        List<Gap> gaps = roster.gaps(now, now.plus(Roster.AHEAD), List.of());
        gaps.stream()
                .limit(MOST_GAPS)
                .forEach(
                        gap -> fault(
                                "oncall",
                                gap.schedule() + " has nobody from " + gap.from() + " to " + gap.until()
                                        + ": add a rotation, or `phiwatch oncall override` (overrides are not looked at here)"));
        if (gaps.isEmpty()) {
            ok("oncall", roster.schedules().size() + " schedules are covered for " + Roster.AHEAD.toDays() + " days");
        }
    }

    private void checkBroker() {
        Map<String, Object> kafka;
        try {
            kafka = setup.kafkaProperties();
        } catch (EnvironmentException e) {
            fault("broker", Objects.requireNonNull(e.getMessage()));
            return;
        }
        Topics topics = setup.topics();
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            List<String> faults = admin.faults(topics);
            ok("broker", String.valueOf(kafka.get("bootstrap.servers")));
            faults.forEach(fault -> fault("topics", fault));
            if (faults.isEmpty()) {
                ok("topics", topics.all().size() + " topics");
            }
        } catch (BrokerException | KafkaException e) {
            fault(
                    "broker",
                    kafka.get("bootstrap.servers") + " does not answer: is it running, and may this machine reach it?");
        }
        checkProcess(setup.data());
    }

    private void checkProcess(DataFolder data) {
        if (data.port("console").isEmpty()) {
            return;
        }
        try {
            boolean isUp = ApiClient.of(data).get("/api/v1/incidents?limit=1").isOk();
            if (isUp) {
                ok("console", "port " + data.port("console").getAsInt());
            } else {
                fault("console", "refuses the token in " + data.adminToken());
            }
        } catch (EnvironmentException e) {
            fault("console", Objects.requireNonNull(e.getMessage()));
        }
    }

    private void ok(String check, String message) {
        findings.add(new Finding(check, true, message));
    }

    private void fault(String check, String message) {
        findings.add(new Finding(check, false, message));
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT, "%-5s %-9s %s", finding.isOk() ? "ok" : "FAULT", finding.check(), finding.message());
    }

    private static ObjectNode json(Finding finding) {
        return JSON.createObjectNode()
                .put("check", finding.check())
                .put("ok", finding.isOk())
                .put("message", finding.message());
    }
}
