package io.phiwatch.ingest.syslog;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.ingest.intake.Peer;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import io.phiwatch.ingest.tls.CertificateNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a syslog sender, from its handshake to its end. Not thread-safe. */
final class SyslogConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(SyslogConnection.class);
    private static final int BUFFER = 64 * 1024;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 1_000;

    private final Socket socket;
    private final SyslogReceiver.Shared shared;
    private final String id = UUID.randomUUID().toString();
    private long messages;

    SyslogConnection(Socket socket, SyslogReceiver.Shared shared) {
        this.socket = socket;
        this.shared = shared;
    }

    void run() throws IOException, InterruptedException {
        Peer peer = peer();
        if (feeds(peer).isEmpty()) {
            shared.count("phiwatch.syslog.turned.away");
            LOGGER.atWarn()
                    .addKeyValue("listener", shared.listener().name())
                    .log("a syslog sender may not speak for any source");
            return;
        }
        SyslogFrames frames = new SyslogFrames(shared.listener().maxMessageBytes());
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            List<byte[]> complete = frames.read(buffer, length);
            countTooLong(peer, frames.takeTooLong());
            deliver(peer, complete);
        }
        deliver(peer, frames.end().stream().toList());
    }

    private Peer peer() throws IOException {
        String address = socket.getInetAddress().getHostAddress();
        if (!(socket instanceof SSLSocket encrypted)) {
            return Peer.at(address);
        }
        // who opens a connection and says nothing must not hold it
        encrypted.setSoTimeout(HANDSHAKE_MILLIS);
        encrypted.startHandshake();
        encrypted.setSoTimeout(0);
        try {
            return encrypted.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? new Peer(address, CertificateNames.of(certificate))
                    : Peer.at(address);
        } catch (SSLPeerUnverifiedException noCertificate) {
            return Peer.at(address);
        }
    }

    /** The sources that this peer may speak for here, as they are configured now. */
    private List<Feed> feeds(Peer peer) {
        return shared.feeds().all().stream()
                .filter(feed -> feed.inlet()
                                .syslog()
                                .filter(route -> route.listener()
                                        .equals(shared.listener().name()))
                                .isPresent()
                        && feed.inlet().peers().allow(peer))
                .toList();
    }

    /** Who sent it is not known before the header is read: it counts for the first source that it could be. */
    private void countTooLong(Peer peer, long skipped) {
        Instant now = shared.clock().instant();
        for (long i = 0; i < skipped; i++) {
            feeds(peer).stream().findFirst().ifPresent(feed -> shared.intake().refuse(feed.source(), now, 0));
        }
    }

    private void deliver(Peer peer, List<byte[]> frames) throws InterruptedException {
        if (frames.isEmpty()) {
            return;
        }
        Instant now = shared.clock().instant();
        List<Feed> allowed = feeds(peer);
        Map<Feed, List<Delivery>> byFeed = new LinkedHashMap<>();
        for (byte[] frame : frames) {
            SyslogMessage message = SyslogMessage.parse(frame, now);
            Optional<Feed> feed = allowed.stream()
                    .filter(one -> route(one).takes(message.appName(), message.hostname()))
                    .findFirst();
            if (feed.isEmpty()) {
                shared.count("phiwatch.syslog.unrouted");
                continue;
            }
            missing(feed.get().source(), message, now);
            byFeed.computeIfAbsent(feed.get(), unused -> new ArrayList<>()).add(delivery(message, now));
        }
        for (Map.Entry<Feed, List<Delivery>> entry : byFeed.entrySet()) {
            takeUntilKept(entry.getKey(), entry.getValue());
        }
    }

    private static SyslogRoute route(Feed feed) {
        return feed.inlet().syslog().orElseThrow();
    }

    /** Nothing is read meanwhile: the sender waits, and keeps what it has. */
    private void takeUntilKept(Feed feed, List<Delivery> deliveries) throws InterruptedException {
        boolean kept = false;
        while (!kept) {
            try {
                shared.intake().take(feed, deliveries);
                kept = true;
            } catch (BrokerUnavailableException e) {
                if (shared.closed().await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private void missing(Source source, SyslogMessage message, Instant now) {
        if (message.sequence().isPresent()) {
            String sender = String.join("\n", source.id(), message.hostname(), message.appName(), message.process());
            long missing = shared.gaps().before(sender, message.sequence().getAsLong());
            if (missing > 0) {
                shared.intake().miss(source, now, missing);
            }
        }
    }

    private Delivery delivery(SyslogMessage message, Instant now) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "text/plain");
        put(headers, "Syslog-App-Name", message.appName());
        put(headers, "Syslog-Hostname", message.hostname());
        put(headers, "Syslog-Msgid", message.messageId());
        message.time().ifPresent(time -> headers.put("Syslog-Timestamp", time.toString()));
        return new Delivery(message.body(), headers, now, id + ':' + messages++);
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }
}
