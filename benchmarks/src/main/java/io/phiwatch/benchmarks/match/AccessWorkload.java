package io.phiwatch.benchmarks.match;

import io.phiwatch.benchmarks.AccessEvents;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.sigma.Route;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Rules over access events in the shape of the rule pack, each about some word of its own: a kind of object, a route, a
 * report, a tool. One in twenty names only what many events have, so that no index can skip it. The events are the same
 * whatever the number of rules, and so are the words in them: one in ten is a word that rules know.
 */
final class AccessWorkload {
    private static final int ACTORS = 20_000;
    private static final int EVENTS_PER_SECOND = 1_000;
    private static final int KNOWN_WORDS = 5;
    private static final int ORDINARY_WORDS = 200;
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final String AGENT =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/";

    private static final List<String> SHAPES = List.of("""
              s: {action: [read, search], outcome: success, actor.kind: staff, patients|exists: true, object.type: %s}
              condition: s""", """
              s: {action: [export, download, print], outcome: success, records.count|gt: 0, attributes.report: %s}
              condition: s""", """
              place: {phi.places: [url, referrer]}
              route: {attributes.path|startswith: /%s/}
              sensitive: {phi.tier|gte: 1}
              condition: place and route and sensitive""", """
              s: {attributes.path|contains: [/%1$s/, '%1$s.json', 'id=%1$s'], attributes.method: GET}
              known: {actor.roles: auditor}
              condition: s and not known""", """
              s: {action: login, outcome: failure, attributes.user_agent|contains: %s}
              condition: s""", """
              s: {action: mfa_change, attributes.mfa: disabled, outcome: success, actor.id|startswith: %s-}
              condition: s""", """
              s: {attributes.path|endswith: .%s, attributes.status: 200}
              condition: s""");

    @SuppressWarnings("InlineFormatString") // the rules read better apart from what fills them in
    private static final String COMMON_SHAPE = """
              s: {action: export, outcome: success, records.count|gt: %d}
              condition: s""";

    private static final int COMMON_EVERY = 20;

    private AccessWorkload() {}

    static Workload<EnrichedEvent> of(int rules, int events) {
        Map<Surface, Route> routes = new EnumMap<>(Surface.class);
        for (Surface surface : Surface.values()) {
            routes.put(surface, new Route.OfSurface(surface));
        }
        return new Workload<>(
                "access",
                rules(rules),
                new EventFields(),
                event -> Objects.requireNonNull(routes.get(event.access().getSurface())),
                events(events));
    }

    private static RuleSet rules(int count) {
        List<RuleFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String detection = i % COMMON_EVERY == 0
                    ? String.format(Locale.ROOT, COMMON_SHAPE, 1_000 + i)
                    : String.format(Locale.ROOT, SHAPES.get(i % SHAPES.size()), "known" + i / SHAPES.size());
            String surfaces = i % 3 == 0 ? "[admin, portal]" : i % 3 == 1 ? "[storefront, checkout, portal]" : "";
            files.add(new RuleFile(
                    "rule" + i + ".yml",
                    "title: Rule " + i + "\nname: rule-" + i
                            + "\nlogsource: {product: phiwatch, category: access}\nlevel: low\ndetection:\n"
                            + detection.stripIndent().indent(2)
                            + (surfaces.isEmpty() ? "" : "phiwatch: {surfaces: " + surfaces + "}\n")));
        }
        return RuleSet.of(files);
    }

    private static List<EnrichedEvent> events(int count) {
        AccessEvents source = new AccessEvents(1, ACTORS, START, EVENTS_PER_SECOND);
        Random random = new Random(2);
        List<EnrichedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AccessEvent event = detailed(source.next(), random);
            events.add(new EnrichedEvent(event, EventRefs.of(event, "bench", 0, i), null));
        }
        return events;
    }

    /** Gives an event the details that adapters add, each about a word. */
    private static AccessEvent detailed(AccessEvent event, Random random) {
        Map<String, String> attributes = new HashMap<>(event.getAttributes());
        attributes.put("path", "/api/v2/" + word(random) + "/" + random.nextInt(100_000) + "." + word(random));
        attributes.put("user_agent", AGENT + random.nextInt(140) + ".0.0.0 " + word(random) + "/537.36");
        if (event.getAction() == Action.export) {
            attributes.put("report", word(random));
        }
        if (random.nextInt(20) == 0) {
            event.setPhiPlaces(List.of("url"));
            event.setPhiTier(1);
            attributes.put("path", "/" + word(random) + "/search?q=" + random.nextInt(100_000));
        }
        if (random.nextInt(20) == 0) {
            event.setAction(Action.mfa_change);
            event.setOutcome(Outcome.success);
            attributes.put("mfa", random.nextBoolean() ? "disabled" : "enabled");
            event.setActorId(word(random) + "-" + random.nextInt(ACTORS));
        }
        event.setObjectType(word(random));
        event.setAttributes(attributes);
        return event;
    }

    private static String word(Random random) {
        return random.nextInt(10) == 0
                ? "known" + random.nextInt(KNOWN_WORDS)
                : "ordinary" + random.nextInt(ORDINARY_WORDS);
    }
}
