package io.phiwatch.launcher;

import io.phiwatch.ingest.Ingest;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.KeyException;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.publish.Publisher;
import io.phiwatch.launcher.Node.Runtime;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.PhiwatchConfig.SourceConfig;
import io.phiwatch.launcher.config.PhiwatchConfig.StaffPrivacy;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The receiver of deliveries, and the clock in the log. */
public final class IngestRole implements AutoCloseable {
    private final Ingest ingest;

    private IngestRole(Ingest ingest) {
        this.ingest = ingest;
    }

    /**
     * Starts to receive.
     *
     * @param isReady whether the roles beside it are running
     */
    static IngestRole start(Runtime runtime, BooleanSupplier isReady) {
        PhiwatchConfig config = runtime.config();
        Ingest.Runtime wiring = new Ingest.Runtime(
                runtime.topics(),
                keysets(runtime),
                runtime.clock(),
                runtime.instanceId(),
                runtime.meters(),
                isReady,
                runtime.meters()::scrape);
        return new IngestRole(Ingest.start(
                new IngestConfig(
                        config.ingest().host(),
                        config.ingest().port(),
                        config.maxBodyBytes(),
                        config.staffPrivacy() == StaffPrivacy.clear,
                        config.networks(),
                        config.geoDatabase(),
                        config.sources().stream().map(IngestRole::source).toList()),
                Adapters.all(),
                Publisher.connect(runtime.kafka(), runtime.topics(), runtime.serdes()),
                wiring));
    }

    public int port() {
        return ingest.port();
    }

    /** Writes a tick now: for whoever moves the clock by hand. */
    public void tick() {
        ingest.tick();
    }

    @Override
    public void close() {
        ingest.close();
    }

    /** The source as adapters see it. */
    public static Source source(SourceConfig config) {
        return new Source(
                config.id(),
                config.platform(),
                config.tenant(),
                config.environment(),
                config.surface(),
                config.secrets(),
                config.maxDelay());
    }

    private static Keysets keysets(Runtime runtime) {
        try {
            return Keysets.open(
                    runtime.config().keysDirectory().orElse(runtime.data().keys()), runtime.mayMakeKeys());
        } catch (KeyException e) {
            throw new EnvironmentException(Objects.requireNonNull(e.getMessage()));
        }
    }
}
