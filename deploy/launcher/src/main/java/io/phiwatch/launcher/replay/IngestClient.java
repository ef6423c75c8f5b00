package io.phiwatch.launcher.replay;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.tls.PinnedCertificate;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;

/** Speaks to the ingest that is configured, at the port that the running one has bound. Thread-safe. */
public final class IngestClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;

    private IngestClient(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /**
     * A client of the ingest of an installation.
     *
     * @throws EnvironmentException where its certificate cannot be read
     */
    public static IngestClient of(PhiwatchConfig config, DataFolder data) {
        int port = data.port("ingest").orElse(config.ingest().port());
        String host = config.ingest().host().equals("0.0.0.0")
                ? "127.0.0.1"
                : config.ingest().host();
        boolean isEncrypted = config.ingest().tls().isPresent();
        URI base = URI.create((isEncrypted ? "https://" : "http://") + host + ':' + port);
        HttpClient.Builder http = HttpClient.newBuilder();
        try {
            if (isEncrypted) {
                http.sslContext(
                        PinnedCertificate.context(config.ingest().tls().get().certificate()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new EnvironmentException("ingest.http.tls.certificate cannot be read");
        }
        return new IngestClient(http.build(), base);
    }

    /** A client of the ingest at that address. */
    public static IngestClient at(URI base) {
        return new IngestClient(HttpClient.newHttpClient(), base);
    }

    /**
     * Posts a delivery of a source.
     *
     * @param headers that sign it, where its platform signs by headers
     * @throws EnvironmentException where no ingest answers
     */
    public HttpResponse<byte[]> post(Source source, byte[] body, Map<String, String> headers) {
        String query = PlatformSignature.urlToken(source)
                .map(token -> "?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .orElse("");
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/ingest/" + source.id() + query))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    /**
     * Text of the metrics.
     *
     * @throws EnvironmentException where no ingest answers
     */
    public String metrics() {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(base.resolve("/metrics")));
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new EnvironmentException("no ingest at " + base + ": start `phiwatch run all`");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted");
        }
    }
}
