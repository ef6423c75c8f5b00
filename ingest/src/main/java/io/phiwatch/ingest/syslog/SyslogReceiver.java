package io.phiwatch.ingest.syslog;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for syslog over TCP (RFC 6587) or TLS (RFC 5425). A virtual thread reads each connection, and reads on once
 * what it read is safe in Kafka: while the broker is away the sender's own queue grows, since syslog has no answer that
 * could say "come again". Thread-safe.
 */
public final class SyslogReceiver implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SyslogReceiver.class);
    private static final int BACKLOG = 128;

    private final ServerSocket server;
    private final Shared shared;
    private final Semaphore places;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What the connections of a listener share. */
    record Shared(
            SyslogListener listener,
            Feeds feeds,
            Intake intake,
            InstantSource clock,
            MeterRegistry registry,
            SequenceGaps gaps,
            CountDownLatch closed) {
        void count(String metric) {
            registry.counter(metric, "listener", listener.name()).increment();
        }
    }

    private SyslogReceiver(ServerSocket server, Shared shared) {
        this.server = server;
        this.shared = shared;
        this.places = new Semaphore(shared.listener.maxConnections());
    }

    /**
     * Starts to listen.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public static SyslogReceiver start(
            SyslogListener listener, Feeds feeds, Intake intake, InstantSource clock, MeterRegistry registry) {
        try {
            Shared shared =
                    new Shared(listener, feeds, intake, clock, registry, new SequenceGaps(), new CountDownLatch(1));
            ServerSocket server = socket(listener);
            server.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()), BACKLOG);
            SyslogReceiver receiver = new SyslogReceiver(server, shared);
            Thread.ofVirtual().name("syslog-" + listener.name()).start(receiver::accept);
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for syslog on port " + listener.port(), e);
        }
    }

    /** Port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Name of the listener. */
    public String name() {
        return shared.listener.name();
    }

    @Override
    public void close() {
        shared.closed.countDown();
        closeQuietly(server);
        open.forEach(SyslogReceiver::closeQuietly);
    }

    private static ServerSocket socket(SyslogListener listener) throws IOException {
        if (listener.tls().isEmpty()) {
            return new ServerSocket();
        }
        Tls tls = listener.tls().get();
        try {
            SSLServerSocket encrypted =
                    (SSLServerSocket) tls.context().getServerSocketFactory().createServerSocket();
            encrypted.setEnabledProtocols(tls.protocols());
            encrypted.setWantClientAuth(tls.clientAuthority().isPresent());
            if (tls.clientsNeedCertificate()) {
                encrypted.setNeedClientAuth(true);
            }
            return encrypted;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the files were checked before", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (places.tryAcquire()) {
                    open.add(socket);
                    Thread.ofVirtual().name("syslog-connection").start(() -> serve(socket));
                } else {
                    shared.count("phiwatch.syslog.turned.away");
                    closeQuietly(socket);
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOGGER.atWarn()
                            .addKeyValue("listener", name())
                            .addKeyValue("error", e.getClass().getSimpleName())
                            .log("a syslog connection could not be taken");
                }
            }
        }
    }

    private void serve(Socket socket) {
        try {
            new SyslogConnection(socket, shared).run();
        } catch (IOException | RuntimeException e) {
            // class only: the message may quote what came
            LOGGER.atDebug()
                    .addKeyValue("listener", name())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("a syslog connection broke");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(socket);
            open.remove(socket);
            places.release();
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOGGER.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("a socket did not close");
        }
    }
}
