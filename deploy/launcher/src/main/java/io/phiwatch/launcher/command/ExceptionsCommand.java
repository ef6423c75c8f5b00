package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.ApiClient.Answer;
import io.phiwatch.launcher.config.Units;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Keeps known things from opening incidents: scoped, owned, and with an end. Over the API of a running console. */
@Command(
        name = "exceptions",
        description = "Keeps known things from opening incidents: scoped, owned, and with an end.")
public final class ExceptionsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/v1/exceptions";

    @Option(names = "--json", description = "JSON instead of a table.", scope = ScopeType.INHERIT)
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", description = "Exceptions with what each kept back, those asked for last first.")
    int list(@Mixin SetupOptions setup) {
        Answer answer = ApiClient.of(setup.data()).get(ROOT);
        if (!answer.isOk()) {
            return refuse(answer);
        }
        JsonNode all = answer.body().path("exceptions");
        if (asJson) {
            all.forEach(out()::println);
            return ExitCode.DONE;
        }
        out().printf(
                        Locale.ROOT,
                        "%-17s %-9s %-28s %-21s %-16s %8s%n",
                        "ID",
                        "STATE",
                        "SCOPE",
                        "UNTIL",
                        "OWNER",
                        "HITS");
        all.forEach(exception -> out().printf(
                        Locale.ROOT,
                        "%-17s %-9s %-28s %-21s %-16s %8d%n",
                        text(exception, "exception_id"),
                        state(exception),
                        scope(exception),
                        text(exception, "valid_until"),
                        text(exception, "owner"),
                        exception.at("/suppressed/hits").asLong()));
        return ExitCode.DONE;
    }

    /** What an exception covers. */
    static final class ScopeOptions {
        @Option(names = "--tenant", required = true, paramLabel = "TENANT")
        private String tenant = "";

        @Option(names = "--rule", paramLabel = "RULE", description = "Short name of the rule; any without it.")
        private @Nullable String rule;

        @Option(names = "--entity", paramLabel = "ID", description = "The entity, as alerts name it; any without it.")
        private @Nullable String entity;

        @Option(names = "--entity-kind", paramLabel = "KIND", description = "actor, client, route, destination, source")
        private @Nullable String entityKind;

        @Option(
                names = "--field",
                paramLabel = "NAME=VALUE",
                description = "Value of a group field or a trace of the alert; may be repeated.")
        private Map<String, String> fields = new LinkedHashMap<>();

        void addTo(ObjectNode body) {
            body.put("tenant", tenant)
                    .put("rule", rule)
                    .put("entity_id", entity)
                    .put("entity_kind", entityKind);
            ObjectNode node = body.putObject("fields");
            fields.forEach(node::put);
        }
    }

    @Command(name = "add", description = "Adds one: by rule, entity or fields; with an end, a reason and an owner.")
    int add(
            @Mixin SetupOptions setup,
            @Mixin ScopeOptions scope,
            @Option(names = "--until", required = true, paramLabel = "T", description = "ISO 8601 time, or 30d, 12h.")
                    String until,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Scanned and sealed.")
                    String reason,
            @Option(names = "--owner", required = true, paramLabel = "USER", description = "Who answers for it.")
                    String owner) {
        ObjectNode body = JSON.createObjectNode()
                .put("until", time(until))
                .put("reason", reason)
                .put("owner", owner);
        scope.addTo(body);
        return print(ApiClient.of(setup.data()).post(ROOT, body, Map.of()));
    }

    @Command(name = "approve", description = "Approves what another person asked for.")
    int approve(@Mixin SetupOptions setup, @Parameters(paramLabel = "EXCEPTION") String id) {
        return print(ApiClient.of(setup.data())
                .post(ROOT + '/' + encode(id) + "/approve", JSON.createObjectNode(), Map.of()));
    }

    @Command(name = "remove", description = "Takes one back; what it kept back stays on record.")
    int remove(@Mixin SetupOptions setup, @Parameters(paramLabel = "EXCEPTION") String id) {
        return print(ApiClient.of(setup.data()).delete(ROOT + '/' + encode(id)));
    }

    private String time(String until) {
        return until.matches("\\d+[a-z]+")
                ? SystemClock.get().instant().plus(Units.duration(until)).toString()
                : IsoTime.of(until, spec()).toString();
    }

    private int print(Answer answer) {
        if (!answer.isOk()) {
            return refuse(answer);
        }
        out().println(
                        asJson
                                ? answer.body().toString()
                                : text(answer.body(), "exception_id") + ": " + state(answer.body()));
        return ExitCode.DONE;
    }

    private int refuse(Answer answer) {
        spec().commandLine().getErr().println("phiwatch: " + answer.error());
        return ExitCode.FOUND;
    }

    private static String state(JsonNode exception) {
        if (exception.path("in_force").asBoolean()) {
            return "in force";
        }
        boolean isWaiting = exception.path("approval_needed").asBoolean()
                && exception.path("approved_at").isNull()
                && exception.path("ended_at").isNull();
        return isWaiting ? "waiting" : "over";
    }

    private static String scope(JsonNode exception) {
        StringBuilder scope = new StringBuilder(exception.path("rule_name").asText("any rule"));
        if (!exception.path("entity_id").isNull()) {
            scope.append(' ').append(text(exception, "entity_id"));
        }
        exception
                .path("fields")
                .properties()
                .forEach(field -> scope.append(' ')
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue().asText()));
        return scope.toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
