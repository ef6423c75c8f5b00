package io.phiwatch.alerting.console.page;

import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.clock.Clocks;
import io.phiwatch.alerting.clock.Exposure;
import io.phiwatch.alerting.clock.Law;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.page.DutiesView.ClockRow;
import io.phiwatch.alerting.console.page.DutiesView.Guide;
import io.phiwatch.alerting.console.page.DutiesView.StepRow;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Makes {@link DutiesView}s. Thread-safe. */
final class DutiesViews {
    private static final int ALL = 100;
    /** Under the heading of its section on the page. */
    private static final int DEEPER = 2;

    private static final int DEEPEST = 6;

    private static final Comparator<ClockRow> PRESSING = Comparator.<ClockRow, Boolean>comparing(
                    row -> row.urgency().equals("over"))
            .thenComparing(row -> row.clock().getDueAt());

    private final Duties duties;
    private final Parser markdown = Parser.builder().build();
    /** Files may be a user's own: markup in them is shown as text, and links lead to the web only. */
    private final HtmlRenderer html =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    DutiesViews(Duties duties) {
        this.duties = duties;
    }

    DutiesView of(Incident incident, User reader, Wording wording) {
        return new DutiesView(
                incident.getClocks().stream()
                        .map(clock -> row(clock, wording))
                        .sorted(PRESSING)
                        .toList(),
                incident.getSteps().stream().map(step -> row(step, wording)).toList(),
                guide(incident).orElse(null),
                incident.getDiscoveredAt() == null ? List.of() : exposure(incident),
                duties.form(),
                incident.getRiskAssessment(),
                Clocks.mayDecide(reader.role()));
    }

    private List<Exposure.Estimate> exposure(Incident incident) {
        return duties.clocks().exposure(Clocks.affected(Incident.newBuilder(incident)));
    }

    private ClockRow row(IncidentClock clock, Wording wording) {
        Optional<Law> law = duties.clocks().laws().find(clock.getClockId());
        Duration whole = Duration.between(clock.getStartedAt(), clock.getDueAt());
        Duration gone = Duration.between(clock.getStartedAt(), wording.now());
        long percent = whole.isPositive() ? gone.toMillis() * ALL / whole.toMillis() : ALL;
        return new ClockRow(
                clock,
                left(clock.getDueAt(), wording),
                Math.clamp(percent, 0, ALL),
                law.map(it -> wording.due(clock.getDueAt(), duties.clocks().zone(it)))
                        .orElse(wording.fullTime(clock.getDueAt())),
                law.map(it -> it.source().toString()).orElse(""),
                law.map(Law::notes).orElse(""));
    }

    private static StepRow row(IncidentStep step, Wording wording) {
        return new StepRow(
                step,
                left(step.getDueAt(), wording),
                step.getDoneAt() == null && wording.now().isAfter(step.getDueAt()));
    }

    private static String left(Instant due, Wording wording) {
        Duration left = Duration.between(wording.now(), due);
        return left.isNegative() ? Wording.length(left.negated()) + " over" : Wording.length(left) + " left";
    }

    private Optional<Guide> guide(Incident incident) {
        return duties.playbooks()
                .find(incident.getPlaybook())
                .map(playbook -> new Guide(
                        playbook.title(),
                        playbook.version(),
                        render(playbook.guide()),
                        !playbook.version().equals(incident.getPlaybookVersion())));
    }

    private String render(String text) {
        var document = markdown.parse(text);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(heading.getLevel() + DEEPER, DEEPEST));
            }
        });
        return html.render(document);
    }
}
