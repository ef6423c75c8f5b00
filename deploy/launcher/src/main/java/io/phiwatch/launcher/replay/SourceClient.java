package io.phiwatch.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** Delivers to an ingest in the name of a source, signed as its platform signs. */
public final class SourceClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IngestClient ingest;
    private final Source source;

    /** Delivers to that ingest. */
    public SourceClient(IngestClient ingest, Source source) {
        this.ingest = ingest;
        this.source = source;
    }

    /**
     * Delivers.
     *
     * @param headers beside the signature
     * @throws io.phiwatch.launcher.EnvironmentException if no ingest is there
     */
    public Totals send(byte[] body, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(PlatformSignature.of(source, body, SystemClock.get().instant()));
        HttpResponse<byte[]> response = ingest.post(source, body, all);
        if (response.statusCode() != 200) {
            return new Totals(0, 0, 0, 1);
        }
        JsonNode counts = JSON.readTree(response.body());
        return new Totals(
                counts.path("accepted").asLong(),
                counts.path("rejected").asLong(),
                counts.path("duplicates").asLong(),
                0);
    }
}
