package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.command.ApiClient.Answer;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Lists incidents and moves them through their lifecycle, over the API of a running console. */
@Command(
        name = "incidents",
        description = "Lists incidents and moves them through their lifecycle.",
        subcommands = IncidentScopeCommand.class)
public final class IncidentsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "JSON instead of a table.", scope = ScopeType.INHERIT)
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    boolean isJson() {
        return asJson;
    }

    @Command(name = "list", description = "Incidents, newest first.")
    int list(
            @Mixin AskerOptions asker,
            @Option(names = "--status", description = "open, acknowledged, contained, resolved, closed, false_positive")
                    @Nullable
                    String status,
            @Option(names = "--level", description = "low, medium, high, critical") @Nullable String level,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(limit));
        if (status != null) {
            query.put("status", status);
        }
        if (level != null) {
            query.put("level", level);
        }
        Answer answer = asker.client()
                .get("/api/v1/incidents?"
                        + query.entrySet().stream()
                                .map(entry -> entry.getKey() + '=' + encode(entry.getValue()))
                                .collect(Collectors.joining("&")));
        if (!answer.isOk()) {
            return refuse(answer);
        }
        JsonNode incidents = answer.body().path("incidents");
        if (asJson) {
            incidents.forEach(out()::println);
        } else {
            printTable(incidents);
        }
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "An incident with its alerts and its evidence.")
    int show(@Mixin IncidentOptions incident) {
        Answer answer = incident.client().get(incident.path(""));
        if (!answer.isOk()) {
            return refuse(answer);
        }
        if (asJson) {
            out().println(answer.body());
        } else {
            printIncident(answer.body());
        }
        return ExitCode.DONE;
    }

    @Command(name = "ack", description = "Says that somebody works on it; pages stop.")
    int acknowledge(@Mixin StepOptions step) {
        return command(step, "acknowledge", Map.of());
    }

    @Command(name = "assign", description = "Gives it to somebody.")
    int assign(@Mixin StepOptions step, @Option(names = "--to", required = true, paramLabel = "USER") String assignee) {
        return command(step, "assign", Map.of("assignee", assignee));
    }

    @Command(name = "comment", description = "Adds a note: --text. It is scanned, sealed, and shown by role.")
    int comment(@Mixin StepOptions step) {
        return command(step, "comment", Map.of());
    }

    @Command(name = "contain", description = "Says that nothing leaks any more.")
    int contain(@Mixin StepOptions step) {
        return command(step, "contain", Map.of());
    }

    @Command(name = "resolve", description = "Says that it is dealt with.")
    int resolve(@Mixin StepOptions step) {
        return command(step, "resolve", Map.of());
    }

    @Command(name = "close", description = "Ends it.")
    int close(@Mixin StepOptions step) {
        return command(step, "close", Map.of());
    }

    @Command(name = "reopen", description = "Takes it up again, or takes it out of the one that it was merged into.")
    int reopen(@Mixin StepOptions step) {
        return command(step, "reopen", Map.of());
    }

    @Command(name = "false-positive", description = "Says that nothing was wrong.")
    int falsePositive(@Mixin StepOptions step) {
        return command(step, "false_positive", Map.of());
    }

    @Command(name = "merge", description = "Has another incident take it in.")
    int merge(
            @Mixin StepOptions step, @Option(names = "--into", required = true, paramLabel = "INCIDENT") String into) {
        return command(step, "merge", Map.of("into", into));
    }

    @Command(name = "link", description = "Says that another incident belongs with it.")
    int link(
            @Mixin StepOptions step, @Option(names = "--with", required = true, paramLabel = "INCIDENT") String other) {
        return command(step, "link", Map.of("other", other));
    }

    private int command(StepOptions step, String type, Map<String, String> details) {
        ObjectNode body = JSON.createObjectNode().put("type", type);
        ObjectNode detailsNode = body.putObject("details");
        details.forEach(detailsNode::put);
        step.text().ifPresent(text -> body.put("text", text));
        Answer answer = step.incident().client().post(step.incident().path("/commands"), body, step.headers());
        if (!answer.isOk()) {
            return refuse(answer);
        }
        out().println(asJson ? answer.body().toString() : step.incident().id() + ": " + text(answer.body(), "status"));
        return ExitCode.DONE;
    }

    private int refuse(Answer answer) {
        spec().commandLine().getErr().println("phiwatch: " + answer.error());
        return ExitCode.FOUND;
    }

    private void printTable(JsonNode incidents) {
        List<String> columns = List.of("incident_id", "level", "status", "opened_at", "title");
        out().printf(Locale.ROOT, "%-40s %-9s %-15s %-25s %s%n", "INCIDENT", "LEVEL", "STATUS", "OPENED", "TITLE");
        incidents.forEach(incident -> out().printf(
                        Locale.ROOT,
                        "%-40s %-9s %-15s %-25s %s%n",
                        columns.stream().map(column -> text(incident, column)).toArray()));
    }

    private void printIncident(JsonNode incident) {
        PrintWriter out = out();
        out.printf(Locale.ROOT, "%s  %s%n", text(incident, "incident_id"), text(incident, "title"));
        out.printf(
                Locale.ROOT,
                "%s, %s, version %s, opened %s%n",
                text(incident, "level"),
                text(incident, "status"),
                text(incident, "version"),
                text(incident, "opened_at"));
        out.printf(Locale.ROOT, "%nALERTS%n");
        incident.path("alerts")
                .forEach(alert -> out.printf(
                        Locale.ROOT,
                        "  %-9s %-28s %s%n",
                        text(alert, "level"),
                        text(alert, "rule_name"),
                        text(alert, "explanation")));
        out.printf(Locale.ROOT, "%nEVIDENCE%n");
        incident.path("evidence")
                .forEach(entry -> out.printf(
                        Locale.ROOT,
                        "  %4s %-25s %-18s %s  %.12s%n",
                        text(entry, "sequence"),
                        text(entry, "recorded_at"),
                        text(entry, "type"),
                        text(entry, "summary"),
                        text(entry, "hash")));
        out.flush();
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
