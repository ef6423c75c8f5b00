package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.clock.AffectedCounts;
import io.phiwatch.launcher.command.ApiClient.Answer;
import io.phiwatch.launcher.scope.IncidentScope;
import io.phiwatch.launcher.scope.ScopeQuestion;
import io.phiwatch.launcher.scope.ScopeReader;
import io.phiwatch.schema.Incident;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists the people whom an incident affects. */
@Command(
        name = "scope",
        description = "Replays history to list the affected people by tier and jurisdiction, from the exact events."
                + " Writes nothing to the cluster, unless it is to record the counts.")
final class IncidentScopeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "unknown";

    @Mixin
    private IncidentOptions asked = new IncidentOptions();

    @Option(names = "--record", description = "Counts the people for the clocks of the incident, by where they live.")
    private boolean records;

    @ParentCommand
    private @Nullable IncidentsCommand parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ScopeReader reader = new ScopeReader(asked.setup());
        Optional<Incident> incident = reader.incident(asked.id());
        if (incident.isEmpty()) {
            spec().commandLine().getErr().println("phiwatch: no such incident");
            return ExitCode.FOUND;
        }
        ScopeQuestion question = reader.question(incident.get());
        IncidentScope scope = new IncidentScope(question);
        long unreadable;
        try (Progress progress = new Progress("scope " + asked.id(), 0)) {
            unreadable = reader.replay(question, scope, progress::add);
        }
        Map<String, String> jurisdictions = reader.jurisdictions(incident.get().getTenant());
        if (Objects.requireNonNull(parent).isJson()) {
            out().println(json(question, scope, jurisdictions, unreadable));
        } else {
            print(scope, jurisdictions);
        }
        out().flush();
        return records ? record(scope, jurisdictions) : ExitCode.DONE;
    }

    /** Gives the running alerting the counts: in place of those before, in as many commands as they fill. */
    private int record(IncidentScope scope, Map<String, String> jurisdictions) {
        Map<String, Long> counts = new TreeMap<>(scope.byJurisdiction(jurisdictions, UNKNOWN));
        counts.merge(UNKNOWN, scope.unlisted(), Long::sum);
        boolean isFirst = true;
        for (String residents : AffectedCounts.texts(counts)) {
            ObjectNode body = JSON.createObjectNode().put("type", "count_affected");
            body.putObject("details").put("residents", residents).put("replace", Boolean.toString(isFirst));
            Answer answer = asked.client().post(asked.path("/commands"), body, Map.of());
            if (!answer.isOk()) {
                spec().commandLine().getErr().println("phiwatch: " + answer.error());
                return ExitCode.FOUND;
            }
            isFirst = false;
        }
        return ExitCode.DONE;
    }

    private ObjectNode json(
            ScopeQuestion question, IncidentScope scope, Map<String, String> jurisdictions, long unreadable) {
        ObjectNode document = JSON.createObjectNode()
                .put("incident_id", asked.id())
                .put("from", question.from().map(Instant::toString).orElse(null))
                .put("to", question.to().map(Instant::toString).orElse(null))
                .put("affected", scope.people().size())
                .put("unlisted", scope.unlisted());
        document.putObject("events")
                .put("hits", scope.hits())
                .put("activity", scope.others())
                .put("refused", scope.refused())
                .put("missing", scope.missing())
                .put("unreadable", unreadable);
        ObjectNode byTier = document.putObject("by_tier");
        scope.byTier().forEach((tier, count) -> byTier.put(Integer.toString(tier), count));
        ObjectNode byJurisdiction = document.putObject("by_jurisdiction");
        scope.byJurisdiction(jurisdictions, UNKNOWN).forEach(byJurisdiction::put);
        scope.people().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(person -> document.withArray("people")
                        .addObject()
                        .put("patient", person.getKey())
                        .put("jurisdiction", jurisdictions.getOrDefault(person.getKey(), UNKNOWN))
                        .put("tier", person.getValue().tier())
                        .put("basis", person.getValue().basis().name())
                        .put("events", person.getValue().events())
                        .put("first", person.getValue().first().toString())
                        .put("last", person.getValue().last().toString()));
        return document;
    }

    private void print(IncidentScope scope, Map<String, String> jurisdictions) {
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "%,d people affected, from %,d events that alerts point to and %,d others of the same groups;"
                        + " %,d refused, %,d no longer in history; %,d people counted but not named%n",
                scope.people().size(),
                scope.hits(),
                scope.others(),
                scope.refused(),
                scope.missing(),
                scope.unlisted());
        scope.byTier().forEach((tier, count) -> out.printf(Locale.ROOT, "  tier %d: %,d%n", tier, count));
        scope.byJurisdiction(jurisdictions, UNKNOWN)
                .forEach((state, count) -> out.printf(Locale.ROOT, "  %s: %,d%n", state, count));
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
