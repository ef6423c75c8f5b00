package io.phiwatch.launcher;

import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration every two seconds, with the files that it names, and hands changed sources on: sources are
 * added and secrets rotated without a restart. A configuration with faults changes nothing, and is told once.
 */
final class SourcesWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SourcesWatch.class);
    private static final int PERIOD_SECONDS = 2;

    private final Supplier<PhiwatchConfig> reader;
    private final Consumer<PhiwatchConfig> taker;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sources-watch").factory());
    private PhiwatchConfig current;
    private String lastFault = "";

    /**
     * A watch that does not run yet.
     *
     * @param current the configuration that is in force
     * @param reader reads it anew; throws {@link ConfigException} where it has faults
     * @param taker takes the sources of a changed one; throws the same where it cannot
     */
    SourcesWatch(PhiwatchConfig current, Supplier<PhiwatchConfig> reader, Consumer<PhiwatchConfig> taker) {
        this.current = current;
        this.reader = reader;
        this.taker = taker;
    }

    void start() {
        Future<?> unused =
                schedule.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Looks once. */
    void look() {
        try {
            PhiwatchConfig read = reader.get();
            if (isOther(read)) {
                taker.accept(read);
                LOGGER.atInfo().addKeyValue("sources", read.sources().size()).log("sources changed");
                tellWhatWaits(read);
                current = read;
            }
            lastFault = "";
        } catch (ConfigException e) {
            tellOnce(String.join("; ", e.faults()));
        } catch (RuntimeException e) {
            // an exception would end the schedule
            tellOnce(e.getClass().getSimpleName());
        }
    }

    private boolean isOther(PhiwatchConfig read) {
        return !read.sources().equals(current.sources())
                || !read.inlets().equals(current.inlets())
                || !read.pulls().equals(current.pulls());
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }

    private void tellWhatWaits(PhiwatchConfig read) {
        if (read.maxDelay().compareTo(current.maxDelay()) > 0) {
            LOGGER.atWarn()
                    .addKeyValue("maxDelay", read.maxDelay())
                    .log("detectors wait as long for late events only after a restart");
        }
    }

    private void tellOnce(String fault) {
        if (!fault.equals(lastFault)) {
            lastFault = fault;
            LOGGER.atError().addKeyValue("reason", fault).log("the changed configuration is not taken");
        }
    }
}
