package io.phiwatch.ingest;

import io.phiwatch.ingest.follow.FileFollowing;
import io.phiwatch.ingest.follow.Positions;
import io.phiwatch.ingest.http.HttpReceiver;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.publish.Ticker;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.ingest.syslog.SyslogReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that deliveries come in through without being asked for. */
final class Receivers implements AutoCloseable {
    private final HttpReceiver http;
    private final List<SyslogReceiver> syslog;
    private final FileFollowing files;

    private Receivers(HttpReceiver http, List<SyslogReceiver> syslog, FileFollowing files) {
        this.http = http;
        this.syslog = syslog;
        this.files = files;
    }

    static Receivers start(IngestConfig config, Feeds feeds, Intake intake, IngestRuntime runtime, Ticker ticker) {
        Positions positions = Positions.open(config.state());
        List<SyslogReceiver> syslog = new ArrayList<>();
        try {
            for (SyslogListener listener : config.syslog()) {
                syslog.add(SyslogReceiver.start(listener, feeds, intake, runtime.clock(), runtime.registry()));
            }
            HttpReceiver http = HttpReceiver.start(
                    config.http(),
                    feeds,
                    intake,
                    runtime.clock(),
                    new HttpReceiver.Probes(
                            ticker::isAcknowledged, ticker::isRefused, runtime.metrics(), runtime.callbacks()),
                    runtime.registry());
            return new Receivers(http, syslog, FileFollowing.start(feeds, intake, runtime.clock(), positions));
        } catch (RuntimeException e) {
            syslog.forEach(SyslogReceiver::close);
            throw e;
        }
    }

    int httpPort() {
        return http.port();
    }

    Map<String, Integer> syslogPorts() {
        return syslog.stream().collect(Collectors.toMap(SyslogReceiver::name, SyslogReceiver::port));
    }

    @Override
    public void close() {
        http.close();
        syslog.forEach(SyslogReceiver::close);
        files.close();
    }
}
