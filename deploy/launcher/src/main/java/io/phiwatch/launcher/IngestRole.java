package io.phiwatch.launcher;

import io.phiwatch.ingest.Ingest;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.IngestConfigException;
import io.phiwatch.ingest.IngestRuntime;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.http.CallbackHandler;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.KeysetException;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.PhiwatchConfig.StaffPrivacy;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The receiver of deliveries, and the clock in the log. */
public final class IngestRole implements AutoCloseable {
    private final Ingest ingest;

    private final Optional<PageCallbacks> callbacks;

    private IngestRole(Ingest ingest, Optional<PageCallbacks> callbacks) {
        this.ingest = ingest;
        this.callbacks = callbacks;
    }

    /** Starts to receive. */
    static IngestRole start(Shared shared) {
        PhiwatchConfig config = shared.config();
        IngestConfig ingest = new IngestConfig(
                config.ingest(),
                config.syslog(),
                new IngestConfig.Privacy(
                        config.staffPrivacy() == StaffPrivacy.clear ? StaffNames.CLEAR : StaffNames.TOKEN,
                        config.keysDirectory().orElse(shared.data().keys()),
                        shared.mayMakeKeys(),
                        config.keysKms().orElse(null)),
                config.networks(),
                config.geo(),
                config.destinations(),
                shared.data().ingest(),
                new IngestConfig.Sources(config.sources(), config.inlets(), config.pulls()));
        PhiScanner scanner = new PhiScanner(config.sitePatterns(), PhiScanner.DEADLINE);
        try {
            Optional<PageCallbacks> callbacks = PageCallbacks.open(shared);
            return new IngestRole(
                    Ingest.start(
                            ingest,
                            Adapters.all(scanner),
                            scanner::scan,
                            new IngestRuntime(
                                    shared.topics(),
                                    shared.serdes(),
                                    shared.kafka(),
                                    shared.clock(),
                                    shared.meters(),
                                    shared.meters()::scrape,
                                    callbacks
                                            .<CallbackHandler>map(handler -> handler)
                                            .orElse(CallbackHandler.NONE))),
                    callbacks);
        } catch (IngestConfigException e) {
            throw new ConfigException(e.faults());
        } catch (KeysetException e) {
            throw new EnvironmentException(Objects.requireNonNull(e.getMessage()));
        }
    }

    public int port() {
        return ingest.port();
    }

    /** Ports of the syslog listeners by name. */
    Map<String, Integer> syslogPorts() {
        return ingest.syslogPorts();
    }

    /**
     * Takes the sources of another configuration, without a restart.
     *
     * @throws ConfigException if they have faults; then all stays as it was
     */
    void update(PhiwatchConfig config) {
        try {
            ingest.update(new IngestConfig.Sources(config.sources(), config.inlets(), config.pulls()));
        } catch (IngestConfigException e) {
            throw new ConfigException(e.faults());
        }
    }

    /** Writes a tick now: for whoever moves the clock by hand. */
    public void tick() {
        ingest.tick();
    }

    @Override
    public void close() {
        ingest.close();
        callbacks.ifPresent(PageCallbacks::close);
    }
}
