package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Rules over events of many shapes. An event that has a {@link Pipeline} meets the rules of the log sources that it
 * belongs to; an event of unknown shape meets all rules. Each set of log sources gets a matcher of its own, so that an
 * event costs nothing for the rules of other sources. Not thread-safe.
 */
public final class RoutedMatcher {
    private final RuleSet rules;
    private final Pipelines pipelines;
    private final BiConsumer<DetectionRule, RuntimeException> quarantine;
    private final IdentityHashMap<Pipeline, Router> routers = new IdentityHashMap<>();
    private final Route anyEvent;

    /**
     * A matcher of all detections of a set.
     *
     * @param quarantine told of each rule whose evaluation throws; the other rules go on
     */
    public RoutedMatcher(RuleSet rules, Pipelines pipelines, BiConsumer<DetectionRule, RuntimeException> quarantine) {
        this.rules = rules;
        this.pipelines = pipelines;
        this.quarantine = quarantine;
        PipelineFields plain = PipelineFields.ofAnyEvent();
        this.anyEvent =
                new Route(Matcher.compile(rules, plain, rule -> true, quarantine), plain, new EventTimes(List.of()));
    }

    /**
     * What became of an event.
     *
     * @param rules those that it matches, each once
     * @param fields how rules read it
     * @param times where its shape has a time of its own
     */
    public record Matched(List<DetectionRule> rules, Fields<Map<String, Object>> fields, EventTimes times) {}

    private record Route(Matcher<Map<String, Object>> matcher, Fields<Map<String, Object>> fields, EventTimes times) {}

    /** Matches one event. */
    public Matched match(Map<String, Object> event) {
        Route route = route(event);
        List<DetectionRule> matched = new ArrayList<>();
        route.matcher.match(event, matched::add);
        return new Matched(matched, route.fields, route.times);
    }

    private Route route(Map<String, Object> event) {
        Pipeline pipeline = pipelines.of(event);
        return pipeline == null
                ? anyEvent
                : routers.computeIfAbsent(pipeline, Router::new).route(event);
    }

    /** Finds the log sources of events of one pipeline. */
    private final class Router {
        private final Pipeline pipeline;
        private final Matcher<Map<String, Object>> conditions;
        private final EventTimes times;
        private final Map<Set<String>, Route> routes = new HashMap<>();

        Router(Pipeline pipeline) {
            this.pipeline = pipeline;
            this.times = new EventTimes(pipeline.time());
            this.conditions = Matcher.compile(
                    pipeline.conditions(),
                    new PipelineFields(pipeline.layout(), Map.of()),
                    rule -> true,
                    (rule, failure) -> {
                        throw failure;
                    });
        }

        Route route(Map<String, Object> event) {
            Set<String> names = new HashSet<>();
            conditions.match(event, rule -> names.add(rule.metadata().name()));
            return routes.computeIfAbsent(names, this::compile);
        }

        private Route compile(Set<String> names) {
            List<Pipeline.Source> sources = names.stream()
                    .sorted()
                    .map(name -> Objects.requireNonNull(pipeline.sources().get(name)))
                    .toList();
            Map<String, String> aliases = new HashMap<>();
            sources.forEach(source -> aliases.putAll(source.fields()));
            PipelineFields fields = new PipelineFields(pipeline.layout(), aliases);
            return new Route(
                    Matcher.compile(rules, fields, rule -> pipeline.isAbout(rule, sources), quarantine), fields, times);
        }
    }
}
