package io.phiwatch.alerting.remind;

import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.clock.Reminders;
import io.phiwatch.alerting.clock.Reminders.Reminder;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all incidents every few seconds and sends a command for each reminder that is due. The task that owns the
 * incident decides: it reckons the same from the incident and the command's time, so that streams need no clock but their
 * records. Any number may run: a reminder has the same command id everywhere, and counts once.
 */
public final class ReminderRunner implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReminderRunner.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** After so many rounds what was sent and is still due is sent again: harmless, since its id is the same. */
    private static final int PATIENCE = 12;

    private final Supplier<? extends Collection<Incident>> incidents;
    private final Function<IncidentCommand, ? extends Future<?>> commands;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("reminders").daemon().unstarted(task));
    private final Set<String> sent = new HashSet<>();
    private int rounds;

    ReminderRunner(
            Supplier<? extends Collection<Incident>> incidents,
            Function<IncidentCommand, ? extends Future<?>> commands,
            InstantSource clock) {
        this.incidents = incidents;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * Starts to look.
     *
     * @param incidents all incidents as they are known; empty until they are
     * @param commands where commands go; stays open when this closes
     * @param clock the clock of the log
     */
    public static ReminderRunner start(
            Supplier<? extends Collection<Incident>> incidents, IncidentCommands commands, InstantSource clock) {
        ReminderRunner runner = new ReminderRunner(incidents, commands::send, clock);
        Future<?> unused = runner.timer.scheduleWithFixedDelay(
                runner::lookSafely, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return runner;
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            // A timer that throws is never called again.
            LOGGER.atWarn()
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("reminders could not be sent; they are tried again");
        }
    }

    /** Sends what is due now. */
    void look() {
        rounds++;
        if (rounds % PATIENCE == 0) {
            sent.clear();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (Incident incident : incidents.get()) {
            for (Reminder reminder : Reminders.grouped(Reminders.due(incident, now))) {
                IncidentCommand command = command(incident, reminder, now);
                if (sent.add(command.getCommandId())) {
                    Future<?> unused = commands.apply(command);
                }
            }
        }
    }

    private static IncidentCommand command(Incident incident, Reminder reminder, Instant now) {
        return IncidentCommand.newBuilder()
                .setCommandId(incident.getIncidentId() + ':' + reminder.key())
                .setIncidentId(incident.getIncidentId())
                .setType(reminder.type())
                .setActor("reminders")
                .setRole(CommandPolicy.SYSTEM)
                .setRequestedAt(now)
                .setDetails(reminder.details())
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
