package io.phiwatch.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.escalation.Escalations;
import io.phiwatch.alerting.escalation.Outbox;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.oncall.Roster.Gap;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.OnCallOverride;
import io.phiwatch.schema.PageOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Asks {@link Escalations} about each cue, and once a second about what is due. */
final class EscalateProcessor extends ContextualProcessor<String, @Nullable SpecificRecord, String, SpecificRecord>
        implements Outbox {
    static final String UNCOVERED = "phiwatch.oncall.uncovered";
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LOOK_AHEAD_EVERY = Duration.ofHours(1);

    private final PagePlan plan;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> uncovered = new HashMap<>();
    private Instant nextLookAhead = Instant.MIN;

    EscalateProcessor(PagePlan plan, InstantSource clock, MeterRegistry meters) {
        this.plan = plan;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, ignored -> tick());
    }

    @Override
    public void process(Record<String, @Nullable SpecificRecord> message) {
        SpecificRecord value = message.value();
        if (value instanceof Notification facts) {
            escalations().notified(facts, clock.instant());
        } else if (value instanceof IncidentCommand command) {
            escalations().answered(command, clock.instant());
        } else if (value instanceof OnCallOverride override) {
            book().apply(override);
            nextLookAhead = Instant.MIN;
        }
    }

    @Override
    public void order(PageOrder order) {
        String incidentId = order.getNotification().getIncidentId();
        forward(PagingTopology.WRITE_PAGES, incidentId, order);
    }

    @Override
    public void report(IncidentCommand result) {
        forward(PagingTopology.WRITE_PAGE_RESULTS, result.getIncidentId(), result);
    }

    @Override
    public void alert(Alert alert) {
        forward(PagingTopology.WRITE_OWN_ALERTS, alert.getEntityKey(), alert);
    }

    private void tick() {
        Instant now = clock.instant();
        escalations().tick(now);
        if (!now.isBefore(nextLookAhead)) {
            nextLookAhead = now.plus(LOOK_AHEAD_EVERY);
            measure(escalations().uncovered(now));
        }
    }

    private void measure(List<Gap> gaps) {
        plan.roster()
                .schedules()
                .forEach(schedule -> gauge(schedule.name())
                        .set(gaps.stream()
                                .filter(gap -> gap.schedule().equals(schedule.name()))
                                .mapToLong(gap -> Duration.between(gap.from(), gap.until())
                                        .toMinutes())
                                .sum()));
    }

    private AtomicLong gauge(String schedule) {
        return uncovered.computeIfAbsent(schedule, name -> {
            AtomicLong minutes = new AtomicLong();
            meters.gauge(UNCOVERED, List.of(io.micrometer.core.instrument.Tag.of("schedule", name)), minutes);
            return minutes;
        });
    }

    private Escalations escalations() {
        return new Escalations(plan, book(), this);
    }

    private StoredPagings book() {
        return new StoredPagings(
                context().getStateStore(PagingTopology.PAGINGS_STORE),
                context().getStateStore(PagingTopology.FLOODS_STORE),
                context().getStateStore(PagingTopology.OVERRIDES_STORE));
    }

    private void forward(String sink, String key, SpecificRecord value) {
        context().forward(new Record<>(key, value, clock.instant().toEpochMilli()), sink);
    }
}
