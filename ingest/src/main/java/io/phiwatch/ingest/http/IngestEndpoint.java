package io.phiwatch.ingest.http;

import io.javalin.http.Context;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.intake.Answer;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /ingest/{source-id}}: a platform's own request, signed by it or sent under a client certificate. */
final class IngestEndpoint {
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ANY = "*";

    private final Feeds feeds;
    private final Intake intake;
    private final Gate gate;

    IngestEndpoint(Feeds feeds, Intake intake, Gate gate) {
        this.feeds = feeds;
        this.intake = intake;
        this.gate = gate;
    }

    void receive(Context context) throws IOException {
        Optional<Feed> feed = feeds.find(context.pathParam("source"));
        if (feed.isEmpty()) {
            error(context, 404, "unknown source");
            return;
        }
        if (feed.get().adapter().isFromBrowsers()) {
            context.header(ALLOW_ORIGIN, ANY);
        }
        gate.pass(context, feed.get().source(), delivery -> take(context, feed.get(), delivery))
                .ifPresent(refusal -> refuse(context, refusal));
    }

    /** Some platforms ask with a GET whether the address is theirs to deliver to. */
    void verify(Context context) {
        Optional<Feed> feed = feeds.find(context.pathParam("source"));
        if (feed.isEmpty()) {
            error(context, 404, "unknown source");
            return;
        }
        intake.verify(feed.get(), gate.handshake(context))
                .ifPresentOrElse(answer -> answer(context, answer), () -> error(context, 405, "not served"));
    }

    /** Leave for pages of any origin to post reports: these carry no cookies, and the answer tells nothing. */
    void preflight(Context context) {
        Optional<Feed> feed = feeds.find(context.pathParam("source"));
        if (feed.isEmpty() || !feed.get().adapter().isFromBrowsers()) {
            error(context, 404, "unknown source");
            return;
        }
        context.header(ALLOW_ORIGIN, ANY)
                .header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Content-Type")
                .header("Access-Control-Max-Age", "86400")
                .status(204);
    }

    private void take(Context context, Feed feed, Delivery delivery) {
        Answer answer = judged(context, feed, delivery);
        Optional<String> receipt =
                answer instanceof Answer.Kept ? feed.adapter().receipt(delivery) : Optional.empty();
        receipt.ifPresentOrElse(text -> reply(context, text), () -> answer(context, answer));
    }

    private Answer judged(Context context, Feed feed, Delivery delivery) {
        return feed.inlet().peers().allowByCertificate(Gate.peerOf(context))
                ? intake.take(feed, delivery)
                : intake.receive(feed, delivery);
    }

    private static void answer(Context context, Answer answer) {
        switch (answer) {
            case Answer.Forged forged -> error(context, 401, "bad or missing signature");
            case Answer.Challenge challenge -> reply(context, challenge.text());
            case Answer.Kept kept ->
                reply(
                        context,
                        "{\"accepted\":" + kept.accepted() + ",\"rejected\":" + kept.rejected() + ",\"duplicates\":"
                                + kept.duplicates() + "}");
        }
    }

    private static void reply(Context context, String text) {
        context.contentType("application/json").result(text);
    }

    private static void refuse(Context context, Refusal refusal) {
        if (refusal == Refusal.TOO_LARGE || refusal == Refusal.TOO_SLOW) {
            context.header("Connection", "close");
        }
        refusal.retryAfterSeconds().ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds)));
        error(context, refusal.status(), refusal.reason());
    }

    static void error(Context context, int status, String reason) {
        context.status(status).contentType("application/json").result(json(reason));
    }

    static String json(String reason) {
        return "{\"error\":\"" + reason + "\"}";
    }
}
