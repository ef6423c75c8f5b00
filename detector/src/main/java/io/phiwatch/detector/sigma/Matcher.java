package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Surface;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rules of a set compiled into one structure: the route of an event says which rules can apply, an index over the
 * literals that rules require says which of those to look at, and equal tests of several rules are done once for an
 * event. Not thread-safe: one for each task.
 *
 * @param <E> type of the events
 */
public final class Matcher<E> {
    /** Of so many events, one is timed. */
    public static final int TIMED_EVERY = 1_024;

    private static final Logger LOGGER = LoggerFactory.getLogger(Matcher.class);
    private static final String SURFACE_FIELD = "surface";
    /** Routes are few; should a caller make one for each event, memory stays bounded all the same. */
    private static final int MAX_PLANS = 1_024;

    private final List<DetectionRule> rules;
    private final Fields<E> fields;
    private final Function<? super E, ? extends Route> routeOf;
    private final BiConsumer<DetectionRule, RuntimeException> quarantine;
    private final Map<Route, Plan<E>> plans = new HashMap<>();
    private final Map<String, RuleStats> stats = new LinkedHashMap<>();
    private long epoch;

    private Matcher(
            List<DetectionRule> rules,
            Fields<E> fields,
            Function<? super E, ? extends Route> routeOf,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        this.rules = rules;
        this.fields = fields;
        this.routeOf = routeOf;
        this.quarantine = quarantine;
        for (DetectionRule rule : rules) {
            stats.put(rule.metadata().id(), new RuleStats(rule.metadata().id()));
        }
    }

    /** A matcher of access events: rules about other log sources are left out, and a rule that throws is logged. */
    public static <E> Matcher<E> compile(RuleSet rules, Fields<E> fields) {
        return compile(rules, fields, Matcher::isAboutAccess, Matcher::log);
    }

    /**
     * A matcher of the rules that apply at all, routed by the surface of the event.
     *
     * @param applies which rules the events may match, by their log source
     * @param quarantine told of each rule whose evaluation throws; the other rules go on
     */
    public static <E> Matcher<E> compile(
            RuleSet rules,
            Fields<E> fields,
            Predicate<DetectionRule> applies,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        List<DetectionRule> detections =
                rules.detections().stream().filter(applies).toList();
        return new Matcher<>(detections, fields, new SurfaceOf<>(fields), quarantine);
    }

    /**
     * A matcher of all rules, routed by where an event comes from.
     *
     * @param routeOf the route of an event; of few different ones, each of which gets a structure of its own
     * @param quarantine told of each rule whose evaluation throws; the other rules go on
     */
    public static <E> Matcher<E> routed(
            RuleSet rules,
            Fields<E> fields,
            Function<? super E, ? extends Route> routeOf,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        return new Matcher<>(rules.detections(), fields, routeOf, quarantine);
    }

    /** Whether a rule is about access events, by its log source. */
    public static boolean isAboutAccess(DetectionRule rule) {
        return Logsource.isAccess(rule.logsource());
    }

    /** Whether a rule is about sources as wholes, by its log source. */
    public static boolean isAboutSources(DetectionRule rule) {
        return Logsource.isSource(rule.logsource());
    }

    /**
     * A matcher of the selections of profiles.
     *
     * @param quarantine told of each profile whose selection throws, by the rule that it makes
     */
    public static <E> Matcher<E> ofProfiles(
            List<Profile> profiles, Fields<E> fields, BiConsumer<DetectionRule, RuntimeException> quarantine) {
        return compile(ProfileSet.selections(profiles), fields, rule -> true, quarantine);
    }

    private static void log(DetectionRule rule, RuntimeException failure) {
        // the message may quote a value of the event
        LOGGER.atWarn()
                .addKeyValue("ruleId", rule.metadata().id())
                .addKeyValue("reason", failure.getClass().getName())
                .log("rule quarantined for an event");
    }

    /** Passes each rule that the event matches to the sink, once. */
    public void match(E event, Consumer<DetectionRule> sink) {
        epoch++;
        planOf(routeOf.apply(event)).match(event, epoch, epoch % TIMED_EVERY == 0, sink);
    }

    /** What was done for each rule so far, in the order of the rules. The list stays the same; its figures go on. */
    public List<RuleStats> stats() {
        return List.copyOf(stats.values());
    }

    private Plan<E> planOf(Route route) {
        Plan<E> known = plans.get(route);
        if (known != null) {
            return known;
        }
        if (plans.size() == MAX_PLANS) {
            plans.clear();
        }
        Plan<E> plan = new Plan<>(rules.stream().filter(route::leadsTo).toList(), fields, stats, quarantine);
        plans.put(route, plan);
        return plan;
    }

    private static final class SurfaceOf<E> implements Function<E, Route> {
        private static final List<Route.OfSurface> ROUTES =
                Stream.of(Surface.values()).map(Route.OfSurface::new).toList();

        private final Fields.Accessor<E> surface;

        SurfaceOf(Fields<E> fields) {
            this.surface = fields.accessor(SURFACE_FIELD);
        }

        @Override
        public Route apply(E event) {
            String name;
            try {
                name = EventValue.text(surface.get(event));
            } catch (RuntimeException e) {
                // an unreadable surface narrows nothing down
                return Route.ANY;
            }
            for (int i = 0; i < ROUTES.size(); i++) {
                if (ROUTES.get(i).surface().name().equals(name)) {
                    return ROUTES.get(i);
                }
            }
            return Route.ANY;
        }
    }
}
