package io.phiwatch.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/** {@code POST /callbacks/{sink}}: small bodies, few at a time. No answer quotes what was sent. */
final class CallbackEndpoint {
    /** No service sends more: PagerDuty's limit is 256 KiB. */
    private static final int MAX_BODY = 256 * 1024;

    private static final int AT_A_TIME = 32;

    private final CallbackHandler handler;
    private final Semaphore room = new Semaphore(AT_A_TIME);

    CallbackEndpoint(CallbackHandler handler) {
        this.handler = handler;
    }

    void receive(Context context) throws IOException {
        Map<String, String> headers = new HashMap<>();
        context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Optional<CallbackHandler.Reader> reader = handler.reader(context.pathParam("sink"), headers);
        if (reader.isEmpty()) {
            IngestEndpoint.error(context, 404, "unknown sink");
        } else if (!room.tryAcquire()) {
            context.header("Retry-After", "1");
            IngestEndpoint.error(context, 429, "too many at a time");
        } else {
            try {
                read(context, reader.get());
            } finally {
                room.release();
            }
        }
    }

    private static void read(Context context, CallbackHandler.Reader reader) throws IOException {
        byte[] body = context.bodyInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            context.header("Connection", "close");
            IngestEndpoint.error(context, 413, "too large");
            return;
        }
        OptionalInt status = reader.read(body);
        if (status.isEmpty()) {
            context.header("Retry-After", "5");
            IngestEndpoint.error(context, 503, "the broker does not answer");
        } else if (status.getAsInt() == 401) {
            IngestEndpoint.error(context, 401, "bad or missing signature");
        } else {
            context.status(status.getAsInt());
        }
    }
}
