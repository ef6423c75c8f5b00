package io.phiwatch.alerting.page;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.PageAction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what became of pages, as commands to their incidents, and counts them. */
final class PageLog {
    static final String PAGES = "phiwatch.pages";
    private static final Logger LOGGER = LoggerFactory.getLogger(PageLog.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final IncidentCommands commands;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** Without an end: a result that is not recorded would be sent again, and a person paged twice. */
    private final RetryPolicy<Object> untilRecorded = RetryPolicy.builder()
            .withMaxRetries(-1)
            .withDelay(RETRY_DELAY)
            .abortOn(InterruptedException.class)
            .onRetry(failure -> LOGGER.atWarn()
                    .addKeyValue("count", failure.getAttemptCount())
                    .log("the result of a page could not be recorded yet"))
            .build();

    PageLog(IncidentCommands commands, InstantSource clock, MeterRegistry meters) {
        this.commands = commands;
        this.clock = clock;
        this.meters = meters;
    }

    /** Returns when the result is safe in Kafka. */
    void record(Page page, String sink, Courier.Outcome outcome) throws InterruptedException {
        meters.counter(PAGES, "sink", sink, "outcome", outcome.verdict()).increment();
        IncidentCommand command = IncidentCommand.newBuilder()
                // The same for a page that is sent again: its incident counts it once.
                .setCommandId(page.pageId())
                .setIncidentId(page.facts().incidentId())
                .setType(page.action() == PageAction.contain ? CommandType.containment_result : CommandType.page_result)
                .setActor("pager")
                .setRole("system")
                .setRequestedAt(clock.instant())
                .setDetails(details(page, sink, outcome))
                .build();
        try {
            Failsafe.with(untilRecorded).run(() -> commands.send(command).get());
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("stopped while recording a page");
            }
            throw e;
        }
    }

    private static Map<String, String> details(Page page, String sink, Courier.Outcome outcome) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "notification_id", page.facts().notificationId(),
                "sink", sink,
                "route", page.step().route(),
                "step", Integer.toString(page.step().number()),
                "outcome", outcome.verdict(),
                "reason_code", outcome.code(),
                "attempts", Integer.toString(outcome.tries())));
        if (page.to().name() != null) {
            details.put("recipient", page.to().name());
        }
        Optional.ofNullable(page.details().get("containment_id")).ifPresent(id -> details.put("containment_id", id));
        if (page.isResend()) {
            details.put("resend", "true");
        }
        return details;
    }
}
