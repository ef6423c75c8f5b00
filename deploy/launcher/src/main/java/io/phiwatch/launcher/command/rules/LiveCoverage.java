package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.coverage.Knowledge;
import io.phiwatch.detector.coverage.Sight;
import io.phiwatch.detector.coverage.SourceFacts;
import io.phiwatch.detector.rules.ActiveSet;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.ingest.adapter.PlatformFacts;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.ingest.pull.Poll;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.kafka.ReferenceHistory;
import io.phiwatch.launcher.rules.RuleKeys;
import io.phiwatch.launcher.rules.RulesTopic;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ReferenceTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which rules of a running system can fire, by source, and what the others need. */
final class LiveCoverage {
    private final List<SourceFacts> sources;
    private final List<Sight.Sighting> sightings;

    private LiveCoverage(List<SourceFacts> sources, List<Sight.Sighting> sightings) {
        this.sources = List.copyOf(sources);
        this.sightings = List.copyOf(sightings);
    }

    /**
     * Looks at the system of that set-up: its configuration, and its topics of rules and references.
     *
     * @param rules instead of those in force
     */
    static LiveCoverage of(SetupOptions setup, @Nullable RuleSet rules) {
        PhiwatchConfig config = setup.config();
        Map<String, Object> kafka = setup.kafkaProperties();
        Knowledge knowledge = knowledge(new ReferenceHistory(kafka, setup.serdes(), setup.topics()));
        RuleSet judged = rules != null
                ? rules
                : new RulesTopic(kafka, setup.topics(), setup.serdes())
                        .active(new RuleKeys(config, setup.data()).trust())
                        .map(ActiveSet::rules)
                        .orElseGet(RuleSet::bundled);
        List<SourceFacts> sources = config.sources().stream()
                .map(source -> facts(source, config.pulls()))
                .toList();
        return new LiveCoverage(sources, new Sight(judged, sources, knowledge).all());
    }

    /** Tables that hold any row of the tenant count as loaded, as they do for rules. */
    static Knowledge knowledge(ReferenceHistory history) {
        Map<String, Map<ReferenceTable, Set<String>>> tables = new HashMap<>();
        history.forEach((table, key, row) -> {
            if (row != null) {
                tables.computeIfAbsent(row.getTenant(), tenant -> new EnumMap<>(ReferenceTable.class))
                        .computeIfAbsent(table, name -> new TreeSet<>())
                        .addAll(row.getColumns().keySet());
            }
        });
        return new Knowledge(tables);
    }

    /** What the platform of a source can tell, and what its list tells where one is compared. */
    static SourceFacts facts(Source source, List<Pull> pulls) {
        Map<String, Map<String, Set<String>>> facts = new HashMap<>(PlatformFacts.of(source.platform()));
        pulls.stream()
                .filter(pull -> pull.sourceId().equals(source.id()))
                .flatMap(pull -> Stream.ofNullable(snapshot(pull)))
                .filter(snapshot -> !snapshot.toAdapter())
                .forEach(snapshot -> Stream.of(snapshot.created(), snapshot.updated(), snapshot.deleted())
                        .map(Action::name)
                        .forEach(action -> facts.merge(action, ofList(snapshot), LiveCoverage::united)));
        return new SourceFacts(
                source.id(),
                source.platform(),
                source.tenant(),
                source.environment().name(),
                source.surface(),
                facts);
    }

    private static @Nullable Snapshot snapshot(Pull pull) {
        return pull instanceof Poll poll ? poll.snapshot() : null;
    }

    private static Map<String, Set<String>> ofList(Snapshot snapshot) {
        return Map.of(
                "outcome", Set.of("success"),
                "actor.kind", Set.of("service"),
                "object.type", Set.of(snapshot.object()),
                "object.id", Set.of(),
                "attributes.change", Set.of(),
                "attributes.fields", Set.of());
    }

    /** A field that may have any value in one of them may in both. */
    private static Map<String, Set<String>> united(Map<String, Set<String>> one, Map<String, Set<String>> other) {
        Map<String, Set<String>> all = new HashMap<>(one);
        other.forEach((field, values) -> all.merge(field, values, (a, b) -> {
            Set<String> both = new LinkedHashSet<>(a);
            both.addAll(b);
            return a.isEmpty() || b.isEmpty() ? Set.of() : both;
        }));
        return all;
    }

    /** As a table: a column for each source. */
    void print(PrintWriter out) {
        List<String> heads = new ArrayList<>(List.of("rule"));
        sources.forEach(source -> heads.add(source.id()));
        heads.addAll(List.of("can fire", "needs"));
        TextTable table = new TextTable(heads);
        for (Sight.Sighting sighting : sightings) {
            List<String> row =
                    new ArrayList<>(List.of(sighting.rule().metadata().name()));
            sources.forEach(
                    source -> row.add(Boolean.TRUE.equals(sighting.sources().get(source.id())) ? "x" : ""));
            row.add(verdict(sighting));
            row.add(String.join("; ", sighting.needs()));
            table.add(row);
        }
        table.print(out);
    }

    private static String verdict(Sight.Sighting sighting) {
        return sighting.isBlind() ? "blind" : sighting.habits() ? "once learnt" : "yes";
    }

    /** The same as one document. */
    ObjectNode json() {
        ObjectNode document = RuleJson.object();
        ArrayNode ofSources = document.putArray("sources");
        sources.forEach(source -> ofSources.addObject().put("id", source.id()).put("platform", source.platform()));
        ArrayNode rules = document.putArray("rules");
        for (Sight.Sighting sighting : sightings) {
            ObjectNode node = rules.addObject()
                    .put("name", sighting.rule().metadata().name())
                    .put("detection", sighting.rule().metadata().detection())
                    .put("can_fire", !sighting.isBlind())
                    .put("compares_with_habit", sighting.habits());
            node.set(
                    "sources",
                    RuleJson.texts(sources.stream()
                            .map(SourceFacts::id)
                            .filter(id -> Objects.requireNonNullElse(
                                    sighting.sources().get(id), false))
                            .toList()));
            node.set("needs", RuleJson.texts(sighting.needs()));
        }
        return document;
    }
}
