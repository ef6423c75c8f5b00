package io.phiwatch.launcher.command.sources;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.replay.IngestClient;
import io.phiwatch.launcher.replay.PlatformSignature;
import io.phiwatch.launcher.replay.Recording.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sends a test delivery, signed as the platform of a source signs. It is judged as any, and leaves nothing behind. */
final class SourceProbe {
    private static final byte[] BODY = Intake.TEST_BODY.getBytes(StandardCharsets.UTF_8);

    private final IngestClient ingest;

    SourceProbe(IngestClient ingest) {
        this.ingest = ingest;
    }

    /** Status that ingest answers to a delivery signed with this secret: 200 where it is valid. */
    int statusOf(Source source, String secret) {
        Source signing = new Source(
                source.id(),
                source.platform(),
                source.tenant(),
                source.environment(),
                source.surface(),
                List.of(secret),
                source.maxDelay(),
                source.settings());
        Item item = new Item(BODY, Map.of(), 0, BODY.length);
        Map<String, String> headers =
                PlatformSignature.of(signing, item.body(), SystemClock.get().instant());
        return ingest.post(signing, BODY, headers).statusCode();
    }
}
