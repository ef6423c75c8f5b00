package io.phiwatch.ingest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP face of ingest: {@code POST /ingest/{source-id}}, health and metrics. No answer and no log line quotes what
 * was sent. Thread-safe.
 */
final class Receiver implements AutoCloseable {
    /** Names the batch of a replay (file identity and offset), so that a repeated replay has the same event ids. */
    static final String BATCH = "X-Phiwatch-Batch";

    private static final Logger LOGGER = LoggerFactory.getLogger(Receiver.class);
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ANY = "*";
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final List<Integer> ERRORS = List.of(400, 404, 405, 406, 408, 415, 431, 500);

    private final Map<String, Feed> feeds;
    private final Intake intake;
    private final InstantSource clock;
    private final BodyReader bodies;
    private final Javalin server;

    Receiver(IngestConfig.Http http, Map<String, Feed> feeds, Intake intake, InstantSource clock, Probes probes) {
        this.feeds = feeds;
        this.intake = intake;
        this.clock = clock;
        this.bodies = new BodyReader(http.maxBodyBytes());
        this.server = Javalin.create(config -> configure(config, probes)).start(http.host(), http.port());
    }

    /** What operators ask for. */
    record Probes(BooleanSupplier ready, Supplier<String> metrics) {}

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config, Probes probes) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new SilentErrors()));
        config.routes.post("/ingest/{source}", this::receive);
        config.routes.options("/ingest/{source}", this::preflight);
        config.routes.get("/ingest/{source}", this::verify);
        config.routes.get("/health/live", context -> context.result("live"));
        config.routes.get("/health/ready", context -> ready(context, probes));
        config.routes.get("/metrics", context -> context.result(probes.metrics.get()));
        config.routes.exception(BrokerUnavailableException.class, Receiver::away);
        config.routes.exception(Exception.class, Receiver::failed);
        for (int status : ERRORS) {
            config.routes.error(status, context -> error(context, status, "not served"));
        }
    }

    private void receive(Context context) throws IOException {
        Feed feed = feeds.get(context.pathParam("source"));
        if (feed == null) {
            error(context, 404, "unknown source");
            return;
        }
        if (feed.adapter().isFromBrowsers()) {
            context.header(ALLOW_ORIGIN, ANY);
        }
        boolean waits = "100-continue".equalsIgnoreCase(context.header("Expect"));
        Optional<byte[]> body =
                bodies.read(context.bodyInputStream(), context.req().getContentLengthLong(), waits);
        Delivery delivery = new Delivery(
                body.orElse(new byte[0]), context.headerMap(), tokenOf(context), clock.instant(), batchOf(context));
        if (body.isEmpty()) {
            intake.refuse(feed, delivery);
            context.header("Connection", "close");
            error(context, 413, "too large");
            return;
        }
        answer(context, intake.receive(feed, delivery));
    }

    /** Some platforms ask with a GET whether the address is theirs to deliver to. */
    private void verify(Context context) {
        Feed feed = feeds.get(context.pathParam("source"));
        if (feed == null) {
            error(context, 404, "unknown source");
            return;
        }
        Delivery delivery = new Delivery(new byte[0], context.headerMap(), clock.instant(), batchOf(context));
        intake.verify(feed, delivery).ifPresentOrElse(answer -> answer(context, answer), () -> {
            error(context, 405, "not served");
        });
    }

    private static void answer(Context context, Answer answer) {
        switch (answer) {
            case Answer.Forged forged -> error(context, 401, "bad or missing signature");
            case Answer.Challenge challenge ->
                context.contentType("application/json").result(challenge.text());
            case Answer.Kept kept ->
                context.contentType("application/json")
                        .result("{\"accepted\":" + kept.accepted() + ",\"rejected\":" + kept.rejected()
                                + ",\"duplicates\":" + kept.duplicates() + "}");
        }
    }

    /** Leave for pages of any origin to post reports: these carry no cookies, and the answer tells nothing. */
    private void preflight(Context context) {
        Feed feed = feeds.get(context.pathParam("source"));
        if (feed == null || !feed.adapter().isFromBrowsers()) {
            error(context, 404, "unknown source");
            return;
        }
        context.header(ALLOW_ORIGIN, ANY)
                .header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Content-Type")
                .header("Access-Control-Max-Age", "86400")
                .status(204);
    }

    private static String tokenOf(Context context) {
        String token = context.queryParam("token");
        return token == null ? "" : token;
    }

    private static String batchOf(Context context) {
        String named = context.header(BATCH);
        return named == null || named.isBlank() ? UUID.randomUUID().toString() : named;
    }

    private static void ready(Context context, Probes probes) {
        boolean ready = probes.ready.getAsBoolean();
        context.status(ready ? 200 : 503).result(ready ? "ready" : "the broker does not answer");
    }

    private static void away(BrokerUnavailableException e, Context context) {
        LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("the broker did not acknowledge a delivery");
        context.header("Retry-After", RETRY_AFTER_SECONDS);
        error(context, 503, "try again later");
    }

    private static void failed(Exception e, Context context) {
        // class only: the message may quote the request
        LOGGER.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("a request failed");
        error(context, 500, "not served");
    }

    private static void error(Context context, int status, String reason) {
        context.status(status).contentType("application/json").result(json(reason));
    }

    private static String json(String reason) {
        return "{\"error\":\"" + reason + "\"}";
    }

    /** Jetty's own error page quotes the request. */
    private static final class SilentErrors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(json("not served").getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }
}
