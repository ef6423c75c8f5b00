package io.phiwatch.launcher.drill;

import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.month.Month;
import io.phiwatch.drills.month.Month.Sent;
import io.phiwatch.drills.month.MonthConfig;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.Truth;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * Plays a month through ingest, detector and alerting in this process, and compares what they said with what was true.
 */
public final class MonthRun {
    /** Alerts are read this often: the driver keeps outputs until then. */
    private static final int READ_EVERY = 2_000;

    private final Month month;
    private final IngestConfig config;
    private final Path work;
    private final RuleSet rules;
    private final DrillTraces traces = new DrillTraces();
    private final Map<String, Alert> first = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> drillsOf = new HashMap<>();

    /** @param work an empty folder, for keys and state */
    public MonthRun(MonthConfig month, RuleSet rules, Path work) {
        this.config = Company.config(work);
        this.month = new Month(month, Company.ids(config.sources().all()));
        this.rules = rules;
        this.work = work;
    }

    /**
     * Plays it all.
     *
     * @param progress told now and then how much is over, from 0 to 1
     */
    public MonthReport play(DoubleConsumer progress) {
        long start = System.nanoTime();
        try (Rehearsal rehearsal = new Rehearsal(
                        config, rules, month.begin(), month.config().start());
                OfflineAlerting alerting = new OfflineAlerting(work.resolve("alerting"), month.begin())) {
            for (int i = 0; i < month.drills().size(); i++) {
                int drill = i;
                month.drills().get(i).silences().forEach(silence -> traces.silent(drill, silence));
            }
            Iterator<Sent> deliveries = month.deliveries();
            long count = 0;
            while (deliveries.hasNext()) {
                Sent sent = deliveries.next();
                List<AccessEvent> events = rehearsal.send(sent.delivery());
                if (sent.drill() >= 0) {
                    traces.sent(sent.drill(), sent.delivery(), events);
                }
                if (++count % READ_EVERY == 0) {
                    read(rehearsal, alerting);
                    progress.accept(share(rehearsal));
                }
            }
            rehearsal.advance(month.finish());
            read(rehearsal, alerting);
            return report(rehearsal, alerting, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void read(Rehearsal rehearsal, OfflineAlerting alerting) {
        for (Alert alert : rehearsal.takeAlerts()) {
            alerting.take(alert);
            first.putIfAbsent(alert.getAlertId(), alert);
            if (alert.getState() != AlertState.superseded) {
                drillsOf.computeIfAbsent(alert.getAlertId(), id -> new HashSet<>())
                        .addAll(traces.of(alert));
            }
        }
    }

    private boolean isOfADrill(IncidentAlert alert) {
        return !drillsOf.getOrDefault(alert.getAlertId(), Set.of()).isEmpty();
    }

    private double share(Rehearsal rehearsal) {
        MonthConfig plan = month.config();
        double played = Duration.between(plan.start(), rehearsal.now()).toMillis();
        return Math.clamp(played / Duration.between(plan.start(), plan.end()).toMillis(), 0, 1);
    }

    private MonthReport report(Rehearsal rehearsal, OfflineAlerting alerting, Duration took) {
        List<MonthReport.Result> results = new ArrayList<>();
        for (int i = 0; i < month.drills().size(); i++) {
            PlayedDrill played = month.drills().get(i);
            for (Truth truth : played.truths().stream().filter(this::isAsked).toList()) {
                results.add(new MonthReport.Result(played, truth, answer(i, truth)));
            }
        }
        List<MonthReport.FalseIncident> falseIncidents = alerting.incidents().stream()
                .filter(incident -> incident.getAlerts().stream().noneMatch(this::isOfADrill))
                .map(this::falseIncident)
                .toList();
        return new MonthReport(
                month.config(),
                results,
                falseIncidents,
                said(),
                new MonthReport.Work(
                        rehearsal.events(),
                        rehearsal.refused(),
                        alerting.incidents().size(),
                        took));
    }

    /** Whether the rules in force include the one that has to say it. */
    private boolean isAsked(Truth truth) {
        return rules.rules().stream().anyMatch(rule -> rule.metadata().name().equals(truth.rule()));
    }

    private Map<String, MonthReport.Said> said() {
        Map<String, List<Alert>> byRule = first.values().stream().collect(Collectors.groupingBy(Alert::getRuleName));
        Map<String, MonthReport.Said> said = new TreeMap<>();
        byRule.forEach((rule, alerts) -> {
            List<Set<Integer>> sources = alerts.stream()
                    .map(alert -> drillsOf.getOrDefault(alert.getAlertId(), Set.of()))
                    .toList();
            Set<String> drills = sources.stream()
                    .flatMap(Set::stream)
                    .map(drill -> month.drills().get(drill).drill().name())
                    .collect(Collectors.toSet());
            int unexplained = (int) sources.stream().filter(Set::isEmpty).count();
            said.put(rule, new MonthReport.Said(alerts.size(), unexplained, drills));
        });
        return said;
    }

    /** The first alert of that rule with an event of the drill. */
    private Optional<Alert> answer(int drill, Truth truth) {
        return first.values().stream()
                .filter(alert -> alert.getRuleName().equals(truth.rule()))
                .filter(alert ->
                        drillsOf.getOrDefault(alert.getAlertId(), Set.of()).contains(drill))
                .filter(alert -> truth.entity() == null || truth.entity().equals(alert.getEntityId()))
                .findFirst();
    }

    private MonthReport.FalseIncident falseIncident(Incident incident) {
        String rule = incident.getAlerts().stream()
                .map(IncidentAlert::getRuleName)
                .sorted()
                .findFirst()
                .orElse("none");
        return new MonthReport.FalseIncident(
                rule, incident.getEntityKind(), incident.getOpenedAt(), explanation(incident));
    }

    private String explanation(Incident incident) {
        return incident.getAlerts().stream()
                .map(alert -> first.get(alert.getAlertId()))
                .filter(alert -> alert != null)
                .map(Alert::getExplanation)
                .findFirst()
                .orElse("");
    }
}
