package io.phiwatch.alerting.page;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.page.Sink.Delivered;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Someone watches the watcher: asks for a page of an outside service at an interval, but only while the pipeline is alive.
 * When the calls cease, the service pages. So it must not run on what it watches.
 */
public final class DeadMansSwitch implements AutoCloseable {
    static final String HEARTBEATS = "phiwatch.heartbeat";
    private static final Logger LOGGER = LoggerFactory.getLogger(DeadMansSwitch.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Config config;
    private final BooleanSupplier isAlive;
    private final MeterRegistry meters;
    private final HttpCall http = new HttpCall(TIMEOUT);
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dead-mans-switch").factory());

    /** A switch that does not run yet. */
    public DeadMansSwitch(Config config, BooleanSupplier isAlive, MeterRegistry meters) {
        this.config = config;
        this.isAlive = isAlive;
        this.meters = meters;
    }

    /**
     * Where and how often.
     *
     * @param url asked for with GET; often holds a token
     */
    public record Config(URI url, Duration every) {
        public Config {
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("every: must be a second or longer");
            }
        }

        /** Everything but the address. */
        @Override
        public String toString() {
            return "Heartbeat[every=" + every + "]";
        }
    }

    /** Calls from now on. */
    public DeadMansSwitch start() {
        // a failure is counted by the call itself; the future would only end with the schedule
        Future<?> unused =
                schedule.scheduleWithFixedDelay(this::beat, 0, config.every().toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void beat() {
        try {
            if (!isAlive.getAsBoolean()) {
                count("withheld");
                LOGGER.atWarn().log("no heartbeat is sent: the pipeline makes no progress");
                return;
            }
            count(http.get(config.url()) instanceof Delivered ? "sent" : "failed");
        } catch (RuntimeException e) {
            count("withheld");
            LOGGER.atWarn()
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("no heartbeat is sent: the pipeline cannot be asked");
        }
    }

    private void count(String outcome) {
        meters.counter(HEARTBEATS, "outcome", outcome).increment();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
