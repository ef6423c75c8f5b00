package io.phiwatch.ingest.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of ingest. Its virtual threads wait for Kafka, so that a slow broker costs memory within limits and no
 * threads. No answer and no log line quotes what was sent. Thread-safe.
 */
public final class HttpReceiver implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpReceiver.class);
    /**
     * Connections that the system holds while they wait to be accepted. The default of 50 is less than a platform opens
     * at once, and who finds it full tries again only after a second.
     */
    private static final int WAITING_CONNECTIONS = 1_024;

    private static final List<Integer> ERRORS = List.of(400, 404, 405, 406, 408, 415, 431, 500);

    private final Javalin server;

    private HttpReceiver(Javalin server) {
        this.server = server;
    }

    /**
     * What operators ask for.
     *
     * @param ready whether the broker took the last tick
     * @param brokerAway whether it refused it
     * @param metrics text of {@code /metrics}
     */
    public record Probes(BooleanSupplier ready, BooleanSupplier brokerAway, Supplier<String> metrics) {}

    /**
     * Starts to listen.
     *
     * @param registry counts what is in flight
     */
    public static HttpReceiver start(
            HttpConfig http, Feeds feeds, Intake intake, InstantSource clock, Probes probes, MeterRegistry registry) {
        Gate gate = new Gate(http, intake, clock, probes.brokerAway, registry);
        IngestEndpoint ingest = new IngestEndpoint(feeds, intake, gate);
        HecEndpoint hec = new HecEndpoint(feeds, intake, gate, probes.ready);
        Javalin server = Javalin.create(config -> {
            configure(config, http);
            config.routes.post("/ingest/{source}", ingest::receive);
            config.routes.get("/ingest/{source}", ingest::verify);
            config.routes.options("/ingest/{source}", ingest::preflight);
            hec.addTo(config.routes);
            config.routes.get("/health/live", context -> context.result("live"));
            config.routes.get("/health/ready", context -> ready(context, probes));
            config.routes.get("/metrics", context -> context.result(probes.metrics.get()));
        });
        return new HttpReceiver(server.start(http.host(), http.port()));
    }

    /** Port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void configure(JavalinConfig config, HttpConfig http) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.modifyHttpConfiguration(jetty -> {
            jetty.setSendServerVersion(false);
            jetty.setSendXPoweredBy(false);
        });
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new SilentErrors()));
        config.jetty.addConnector((jetty, settings) -> connector(jetty, settings, http));
        config.routes.exception(Exception.class, HttpReceiver::failed);
        for (int status : ERRORS) {
            config.routes.error(status, context -> {
                if (!HecEndpoint.serves(context)) {
                    IngestEndpoint.error(context, status, "not served");
                }
            });
        }
    }

    private static ServerConnector connector(Server jetty, HttpConfiguration settings, HttpConfig http) {
        ServerConnector connector = http.tls()
                .map(tls -> encrypted(jetty, settings, tls))
                .orElseGet(() -> new ServerConnector(jetty, new HttpConnectionFactory(settings)));
        connector.setHost(http.host());
        connector.setPort(http.port());
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        return connector;
    }

    private static ServerConnector encrypted(Server jetty, HttpConfiguration settings, Tls tls) {
        HttpConfiguration secure = new HttpConfiguration(settings);
        // a client reaches it by whatever name or address its network has for it
        secure.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server factory = new SslContextFactory.Server();
        try {
            factory.setSslContext(tls.context());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the files were checked before", e);
        }
        factory.setIncludeProtocols(tls.protocols());
        factory.setWantClientAuth(tls.clientAuthority().isPresent());
        factory.setNeedClientAuth(tls.clientsNeedCertificate());
        return new ServerConnector(
                jetty,
                new SslConnectionFactory(factory, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(secure));
    }

    private static void ready(Context context, Probes probes) {
        boolean ready = probes.ready.getAsBoolean();
        context.status(ready ? 200 : 503).result(ready ? "ready" : "the broker does not answer");
    }

    private static void failed(Exception e, Context context) {
        // class only: the message may quote the request
        LOGGER.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("a request failed");
        IngestEndpoint.error(context, 500, "not served");
    }

    /** Jetty's own error page quotes the request. */
    private static final class SilentErrors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            byte[] body = IngestEndpoint.json("not served").getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
