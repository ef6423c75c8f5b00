package io.phiwatch.ingest.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The input that speaks as Splunk's HTTP Event Collector does, for log drains and CDNs that know nothing else. The token
 * names the source. Indexer acknowledgement is off: an answer of success means that the events are in Kafka.
 */
final class HecEndpoint {
    private static final String ROOT = "/services/collector";

    private final Feeds feeds;
    private final Intake intake;
    private final Gate gate;
    private final BooleanSupplier ready;

    HecEndpoint(Feeds feeds, Intake intake, Gate gate, BooleanSupplier ready) {
        this.feeds = feeds;
        this.intake = intake;
        this.gate = gate;
        this.ready = ready;
    }

    /** Whether a request is for this input, whose answers are shaped otherwise. */
    static boolean serves(Context context) {
        return context.path().startsWith(ROOT);
    }

    void addTo(RoutesConfig routes) {
        for (String path : new String[] {"", "/event", "/event/1.0"}) {
            routes.post(ROOT + path, context -> receive(context, this::keepEvents));
        }
        for (String path : new String[] {"/raw", "/raw/1.0"}) {
            routes.post(ROOT + path, context -> receive(context, this::keepRaw));
        }
        for (String path : new String[] {"/health", "/health/1.0"}) {
            routes.get(
                    ROOT + path,
                    context -> reply(context, ready.getAsBoolean() ? HecReply.HEALTHY : HecReply.UNHEALTHY));
        }
        routes.post(ROOT + "/ack", context -> reply(context, HecReply.ACK_DISABLED));
    }

    private interface Keeper {
        void keep(Context context, Feed feed, Delivery request);
    }

    private void receive(Context context, Keeper keeper) throws IOException {
        Optional<HecToken> token = HecToken.of(context.header("Authorization"));
        Optional<Feed> feed = token.flatMap(known -> known.feed(feeds));
        if (feed.isEmpty()) {
            reply(context, token.isEmpty() ? HecReply.TOKEN_REQUIRED : HecReply.INVALID_TOKEN);
            return;
        }
        gate.pass(context, feed.get().source(), request -> keeper.keep(context, feed.get(), request))
                .ifPresent(refusal -> refuse(context, refusal));
    }

    private void keepEvents(Context context, Feed feed, Delivery request) {
        switch (HecEvents.read(request)) {
            case HecEvents.Fault fault -> {
                intake.refuse(feed.source(), request.received(), request.body().length);
                context.status(fault.reply().status())
                        .contentType("application/json")
                        .result(fault.reply().json(fault.index()));
            }
            case HecEvents.Events events -> {
                intake.take(feed, events.deliveries());
                reply(context, HecReply.SUCCESS);
            }
        }
    }

    private void keepRaw(Context context, Feed feed, Delivery request) {
        if (request.body().length == 0) {
            reply(context, HecReply.NO_DATA);
            return;
        }
        intake.take(feed, request);
        reply(context, HecReply.SUCCESS);
    }

    private static void refuse(Context context, Refusal refusal) {
        refusal.retryAfterSeconds().ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds)));
        HecReply reply = switch (refusal) {
            case TOO_LARGE, TOO_SLOW, UNREADABLE -> HecReply.INVALID_FORMAT;
            case TOO_MANY, BROKER_AWAY -> HecReply.BUSY;
        };
        context.status(refusal.status()).contentType("application/json").result(reply.json());
    }

    private static void reply(Context context, HecReply reply) {
        context.status(reply.status()).contentType("application/json").result(reply.json());
    }
}
