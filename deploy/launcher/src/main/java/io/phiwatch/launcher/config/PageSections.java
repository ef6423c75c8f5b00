package io.phiwatch.launcher.config;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.phiwatch.alerting.escalation.Hold;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.escalation.PageRoute;
import io.phiwatch.alerting.escalation.Target;
import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.page.DeadMansSwitch;
import io.phiwatch.alerting.page.PagerConfig;
import io.phiwatch.alerting.page.SinkConfig;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads {@code pages}, {@code oncall} and {@code maintenance}. */
final class PageSections {
    private static final int MOST_ROUNDS = 20;
    private static final Set<Level> HELD = EnumSet.of(Level.informational, Level.low, Level.medium, Level.high);

    private final OnCallSections onCall = new OnCallSections();
    private final SinkSections sinks = new SinkSections();

    private PageSections() {}

    static PagesConfig read(Section root) {
        return new PageSections().pages(root);
    }

    private PagesConfig pages(Section root) {
        Roster roster = onCall.read(root.section("oncall"));
        List<Hold> holds = new ArrayList<>();
        root.sections("maintenance").forEach(section -> maintenance(section).ifPresent(holds::add));
        if (root.isList("pages")) {
            // The short form: sinks that get every page.
            List<SinkConfig> all = sinks.read(root.sections("pages"));
            return config(all, List.of(), holds, roster, Section.root(MissingNode.getInstance(), new ArrayList<>()));
        }
        Section pages = root.section("pages");
        List<SinkConfig> all = sinks.read(pages.sections("sinks"));
        List<PageRoute> routes = new ArrayList<>();
        for (Section section : pages.sections("routes")) {
            Checker checker = new Checker(all, roster);
            route(section, checker).ifPresent(routes::add);
        }
        pages.sections("quiet").forEach(section -> quiet(section).ifPresent(holds::add));
        PagesConfig config = config(all, routes, holds, roster, pages);
        pages.rejectUnknown();
        return config;
    }

    private PagesConfig config(
            List<SinkConfig> all, List<PageRoute> routes, List<Hold> holds, Roster roster, Section pages) {
        List<SinkConfig> withContainment = new ArrayList<>(all);
        Optional<WebhookConfig> containment =
                pages.optionalSection("containment").flatMap(this::containment);
        containment.ifPresent(withContainment::add);
        PagePlan plan = new PagePlan(
                routes,
                holds,
                all.stream().map(SinkConfig::name).toList(),
                Set.copyOf(all.stream()
                        .filter(SinkConfig::followsUp)
                        .map(SinkConfig::name)
                        .toList()),
                roster,
                limits(pages),
                containment.isPresent());
        return new PagesConfig(withContainment, plan, retry(pages), sinks.callbacks(), heartbeat(pages));
    }

    private static PagerConfig.Retry retry(Section pages) {
        PagerConfig.Retry defaults = PagerConfig.Retry.defaults();
        Section section = pages.section("retry");
        Duration first = section.duration("first", defaults.first());
        Duration most = section.duration("most", defaults.most());
        int times = section.integer("times", defaults.times(), 1, 100);
        section.rejectUnknown();
        return section.made(() -> new PagerConfig.Retry(first, most, times)).orElse(defaults);
    }

    private static PagePlan.Limits limits(Section pages) {
        PagePlan.Limits defaults = PagePlan.Limits.defaults();
        Section flood = pages.section("flood");
        PagePlan.Limits limits = new PagePlan.Limits(
                flood.integer("incidents", defaults.floodIncidents(), 1, 10_000),
                flood.duration("window", defaults.floodWindow()),
                pages.integer("most_per_incident", defaults.pagesPerIncident(), 1, 10_000));
        flood.rejectUnknown();
        return limits;
    }

    private static Optional<DeadMansSwitch.Config> heartbeat(Section pages) {
        return pages.optionalSection("heartbeat").flatMap(section -> {
            String url = section.required("url");
            Duration every = section.duration("every", Duration.ofMinutes(1));
            section.rejectUnknown();
            return section.made(() -> new DeadMansSwitch.Config(URI.create(url), every));
        });
    }

    private Optional<WebhookConfig> containment(Section section) {
        String url = section.required("url");
        String secret = section.required("secret");
        Duration timeout = section.duration("timeout", Duration.ofSeconds(10));
        section.rejectUnknown();
        return section.made(() -> new WebhookConfig(PagePlan.CONTAINMENT, URI.create(url), secret, timeout));
    }

    private Optional<PageRoute> route(Section section, Checker checker) {
        String name = section.required("name");
        PageRoute.Match match = new PageRoute.Match(
                section.choices("levels", Level.class, Set.of()),
                section.choices("surfaces", Surface.class, Set.of()),
                Set.copyOf(section.texts("tenants")),
                Set.copyOf(section.texts("reasons")),
                Set.copyOf(section.texts("playbooks")),
                Set.copyOf(section.texts("roles")),
                section.optionalSection("hours").flatMap(onCall::hours),
                section.truth("outside_hours", false));
        List<PageRoute.Step> steps =
                section.sections("steps").stream().map(checker::step).toList();
        int rounds = section.integer("rounds", 1, 1, MOST_ROUNDS);
        Duration pause = section.duration("pause", Duration.ofMinutes(15));
        section.rejectUnknown();
        if (rounds > 1 && !pause.isPositive()) {
            section.fault("pause", "must be > 0 where there are several rounds");
        }
        return section.made(() -> new PageRoute(name, match, steps, rounds, pause));
    }

    private Optional<Hold> quiet(Section section) {
        String name = section.required("name");
        Set<Level> levels =
                section.choices("levels", Level.class, EnumSet.of(Level.informational, Level.low, Level.medium));
        Optional<Hours> hours = onCall.hours(section);
        section.rejectUnknown();
        return hours.flatMap(known -> section.made(() -> new Hold.Quiet(name, levels, known)));
    }

    private static Optional<Hold> maintenance(Section section) {
        String name = section.required("name");
        Optional<Instant> from = OnCallSections.instant(section, "from");
        Optional<Instant> until = OnCallSections.instant(section, "until");
        Set<String> tenants = new TreeSet<>(section.texts("tenants"));
        Set<Surface> surfaces = section.choices("surfaces", Surface.class, Set.of());
        Set<Level> levels = section.choices("levels", Level.class, HELD);
        section.rejectUnknown();
        return from.isEmpty() || until.isEmpty()
                ? Optional.empty()
                : section.made(() -> new Hold.Maintenance(name, from.get(), until.get(), tenants, surfaces, levels));
    }

    /** Reads the steps of a route, and says what they name that is not there. */
    private record Checker(List<SinkConfig> sinks, Roster roster) {
        PageRoute.Step step(Section section) {
            Duration after = section.duration("after", Duration.ZERO);
            List<String> via = section.texts("via");
            via.forEach(sink -> checkSink(section, "via", sink));
            List<Target> targets = Stream.of(
                            section.texts("sinks").stream().map(sink -> toSink(section, sink)),
                            section.texts("users").stream().map(user -> toUser(section, user, via)),
                            section.texts("schedules").stream().map(schedule -> toSchedule(section, schedule, via)),
                            section.texts("roles").stream().map(role -> (Target) new Target.ToRole(role, via)))
                    .flatMap(stream -> stream)
                    .toList();
            section.rejectUnknown();
            if (targets.isEmpty()) {
                section.fault("sinks", "must name somebody: sinks, users, schedules or roles");
            }
            return new PageRoute.Step(after, targets);
        }

        private Target toSink(Section section, String sink) {
            checkSink(section, "sinks", sink);
            return new Target.ToSink(sink);
        }

        private Target toUser(Section section, String user, List<String> via) {
            if (roster.responder(user).isEmpty()) {
                section.fault("users", "nobody is called " + user);
            }
            return new Target.ToUser(user, via);
        }

        private Target toSchedule(Section section, String schedule, List<String> via) {
            if (roster.schedule(schedule).isEmpty()) {
                section.fault("schedules", "there is no schedule " + schedule);
            }
            return new Target.ToSchedule(schedule, via);
        }

        private void checkSink(Section section, String key, String sink) {
            if (sinks.stream().noneMatch(known -> known.name().equals(sink))) {
                section.fault(key, "there is no sink " + sink);
            }
        }
    }
}
