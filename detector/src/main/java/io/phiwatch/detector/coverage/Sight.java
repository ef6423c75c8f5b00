package io.phiwatch.detector.coverage;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.Presence;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.Unmet;
import io.phiwatch.detector.sigma.ValueTest;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rules can fire on what the sources of a system tell and what the system knows. Facts that may come one by one are
 * taken to come together, so that a rule which is called blind is blind, and one that is not may still wait for a fact that
 * its source seldom tells. Immutable.
 */
public final class Sight {
    private static final String BEHAVIOUR = "behavior.";

    /** What is known of a session is no habit. */
    private static final String SESSION = BEHAVIOUR + "session.";

    private static final String LOGIN = Action.login.name();

    /** Category of rules that see sources, and not what they tell. */
    private static final String HEARTBEATS = "source";

    private final RuleSet rules;
    private final List<SourceFacts> sources;
    private final Knowledge knowledge;

    public Sight(RuleSet rules, List<SourceFacts> sources, Knowledge knowledge) {
        this.rules = rules;
        this.sources = List.copyOf(sources);
        this.knowledge = knowledge;
    }

    /**
     * Whether one rule can fire.
     *
     * @param sources by id whether the source tells anything that the rule, or a rule that it is over, matches
     * @param needs what it would take, in words; none where it can fire
     * @param habits whether it compares with what is usual, which takes time to learn
     */
    public record Sighting(Rule rule, Map<String, Boolean> sources, Set<String> needs, boolean habits) {
        /** Whether nothing that the system gets or knows can make it fire. */
        public boolean isBlind() {
            return !needs.isEmpty();
        }
    }

    /** Each rule that alerts, in the order of the set. */
    public List<Sighting> all() {
        return rules.rules().stream().filter(Rule::alerts).map(this::of).toList();
    }

    /** What a rule of the set reads beside events: reference tables, with their columns, and what is usual. */
    public static Set<String> beside(RuleSet rules, Rule rule) {
        Set<String> words = new TreeSet<>();
        new Sight(rules, List.of(), Knowledge.NOTHING)
                .leaves(rule)
                .flatMap(leaf -> Unmet.fields(leaf.condition()).stream())
                .forEach(field -> {
                    Knowledge.asked(field).ifPresent(asked -> words.addAll(asked.words()));
                    if (field.startsWith(BEHAVIOUR)) {
                        words.add("`" + field + "`");
                    }
                });
        return words;
    }

    private Sighting of(Rule rule) {
        Map<String, Boolean> bySource = new LinkedHashMap<>();
        for (SourceFacts source : sources) {
            boolean tells = leaves(rule)
                    .anyMatch(leaf -> needs(leaf, Set.of(), List.of(source)).isEmpty());
            bySource.put(source.id(), tells);
        }
        boolean habits = leaves(rule).anyMatch(Sight::comparesWithHabit);
        return new Sighting(rule, bySource, needs(rule, Set.of()), habits);
    }

    private static boolean comparesWithHabit(DetectionRule rule) {
        return Unmet.fields(rule.condition()).stream()
                .anyMatch(field ->
                        field.startsWith(BEHAVIOUR) && !field.startsWith(SESSION) && !field.endsWith(".over_ceiling"));
    }

    private Stream<DetectionRule> leaves(Rule rule) {
        return switch (rule) {
            case DetectionRule detection -> Stream.of(detection);
            case CorrelationRule correlation -> children(correlation).flatMap(this::leaves);
        };
    }

    private Stream<Rule> children(CorrelationRule correlation) {
        return correlation.rules().stream().flatMap(id -> rules.byId(id).stream());
    }

    /** @param fields that what is over the rule reads of its events */
    private Set<String> needs(Rule rule, Set<String> fields) {
        return switch (rule) {
            case DetectionRule detection -> needs(detection, fields, sources);
            case CorrelationRule correlation -> needs(correlation);
        };
    }

    private Set<String> needs(CorrelationRule correlation) {
        Function<String, Set<String>> ofRule = id -> rules.byId(id)
                .map(child -> needs(child, fieldsRead(correlation, child)))
                .orElse(Set.of());
        Presence presence = correlation.measure().presence();
        if (presence != null) {
            return needs(presence, ofRule);
        }
        boolean wantsAll = correlation.type() == CorrelationRule.Type.TEMPORAL
                || correlation.type() == CorrelationRule.Type.TEMPORAL_ORDERED;
        List<Set<String>> each = correlation.rules().stream().map(ofRule).toList();
        return wantsAll ? union(each) : fewest(each);
    }

    private static Set<String> needs(Presence presence, Function<String, Set<String>> ofRule) {
        return switch (presence) {
            case Presence.Seen seen -> ofRule.apply(seen.ruleId());
            case Presence.All all ->
                union(all.parts().stream().map(part -> needs(part, ofRule)).toList());
            case Presence.Any any ->
                fewest(any.parts().stream().map(part -> needs(part, ofRule)).toList());
            case Presence.No no -> Set.of();
        };
    }

    private static Set<String> fieldsRead(CorrelationRule correlation, Rule child) {
        if (child instanceof CorrelationRule) {
            return Set.of();
        }
        String id = correlation.rules().contains(child.metadata().id())
                ? child.metadata().id()
                : child.metadata().name();
        return Stream.concat(correlation.grouping().names().stream(), correlation.measure().field().stream())
                .map(name -> correlation.grouping().fieldOf(name, id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What it takes for one of the sources to tell, in one event, what the rule matches. */
    private Set<String> needs(DetectionRule rule, Set<String> fields, List<SourceFacts> among) {
        if (!Matcher.isAboutAccess(rule)) {
            return needsOfOther(rule, among);
        }
        List<Set<String>> each = new ArrayList<>();
        for (SourceFacts source : among) {
            for (String action : source.actions(Stream.of(Action.values()).map(Enum::name))) {
                each.add(needs(rule, fields, source, action));
            }
        }
        return each.isEmpty() ? Set.of("no source") : fewest(each);
    }

    /** Heartbeats are of every source; what else is no access event never comes. */
    private static Set<String> needsOfOther(DetectionRule rule, List<SourceFacts> among) {
        if (!HEARTBEATS.equals(rule.logsource().get("category"))) {
            return Set.of("events of log source " + new TreeMap<>(rule.logsource()));
        }
        return among.isEmpty() ? Set.of("no source") : Set.of();
    }

    private Set<String> needs(DetectionRule rule, Set<String> fields, SourceFacts source, String action) {
        Unmet.Delivery delivery = new Known(source, source.delivery(action));
        Set<Unmet.Need> unmet = new TreeSet<>(Unmet.of(rule.condition(), delivery));
        Set<String> named = unmet.stream().map(Unmet.Need::field).collect(Collectors.toSet());
        fields.stream()
                .filter(field -> !named.contains(field) && !Unmet.mayBeThere(field, delivery))
                .forEach(field -> unmet.add(new Unmet.Need(field, field)));
        Set<String> needs = new TreeSet<>();
        unmet.forEach(need -> needs.addAll(words(need, source, delivery)));
        Set<Surface> surfaces = rule.metadata().surfaces();
        if (source.surfaces(action).stream().noneMatch(surfaces::contains)) {
            needs.add("a source of surface "
                    + surfaces.stream().map(Enum::name).sorted().collect(Collectors.joining(" or ")));
        }
        return needs;
    }

    private Set<String> words(Unmet.Need need, SourceFacts source, Unmet.Delivery delivery) {
        Set<String> words = new TreeSet<>();
        Knowledge.asked(need.field()).ifPresent(asked -> {
            words.addAll(knowledge.missing(source.tenant(), asked));
            asked.fields().stream()
                    .filter(field -> !Unmet.mayBeThere(field, delivery))
                    .forEach(field -> words.add("a source that tells " + field));
        });
        if (need.field().startsWith(SESSION)) {
            words.add("a source that tells session.id of logins");
        }
        return words.isEmpty() ? Set.of("a source that tells " + need.words()) : words;
    }

    /** Whether a source of the tenant tells who logs in to which session. */
    private boolean seesSessionsBegin(String tenant) {
        return sources.stream()
                .filter(source -> source.tenant().equals(tenant)
                        && source.actions(Stream.of(LOGIN)).contains(LOGIN))
                .map(source -> source.delivery(LOGIN))
                .anyMatch(login -> Unmet.mayBeThere("session.id", login) && Unmet.mayBeThere("actor.id", login));
    }

    /** What the detector adds to the events of a source. */
    private final class Known implements Unmet.Delivery {
        private final SourceFacts source;
        private final Unmet.Delivery told;

        Known(SourceFacts source, Unmet.Delivery told) {
            this.source = source;
            this.told = told;
        }

        @Override
        public boolean mayPass(String field, ValueTest test) {
            return Knowledge.asked(field)
                    .map(asked -> knowledge.missing(source.tenant(), asked).isEmpty()
                            && asked.fields().stream().allMatch(needed -> Unmet.mayBeThere(needed, told)))
                    .orElseGet(() -> field.startsWith(SESSION)
                            ? seesSessionsBegin(source.tenant())
                            : field.startsWith(BEHAVIOUR) || told.mayPass(field, test));
        }

        @Override
        public boolean alwaysPasses(String field, ValueTest test) {
            return Knowledge.asked(field).isEmpty() && !field.startsWith(BEHAVIOUR) && told.alwaysPasses(field, test);
        }
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fewest(List<Set<String>> sets) {
        return sets.stream()
                .min(Comparator.<Set<String>>comparingInt(Set::size).thenComparing(set -> String.join(",", set)))
                .orElse(Set.of());
    }
}
