package io.phiwatch.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Delivers to an ingest in the name of a source, signed as its platform signs. */
public final class SourceClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final Source source;

    /** Delivers to the ingest at that address. */
    public SourceClient(String base, Source source) {
        this.endpoint = URI.create(base + "/ingest/" + source.id());
        this.source = source;
    }

    /**
     * Delivers.
     *
     * @param headers beside the signature
     * @throws EnvironmentException if no ingest is there
     */
    public Totals send(byte[] body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).timeout(TIMEOUT).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        PlatformSignature.of(source, body, SystemClock.get().instant()).forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                return new Totals(0, 0, 0, 1);
            }
            JsonNode counts = JSON.readTree(response.body());
            return new Totals(
                    counts.path("accepted").asLong(),
                    counts.path("rejected").asLong(),
                    counts.path("duplicates").asLong(),
                    0);
        } catch (ConnectException e) {
            throw new EnvironmentException("no ingest at " + endpoint + ": start `phiwatch run all`");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
