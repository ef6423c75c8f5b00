package io.phiwatch.ingest.pull;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signs requests in; keeps the token of OAuth 2.0 until it runs out. Used by one thread. */
final class Credentials {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Tokens are not used in their last seconds. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Auth auth;
    private final HttpClient http;
    private String token = "";
    private long usedUntil;

    Credentials(Auth auth, HttpClient http) {
        this.auth = auth;
        this.http = http;
    }

    /**
     * Signs a request in.
     *
     * @throws PullException if no token is given
     */
    void addTo(HttpRequest.Builder request) throws IOException, InterruptedException {
        switch (auth) {
            case Auth.None none -> {}
            case Auth.Header header -> request.header(header.name(), header.value());
            case Auth.OAuth2 oauth -> request.header("Authorization", "Bearer " + token(oauth));
        }
    }

    /** Forgets the token that was refused; whether another may be had. */
    boolean renew() {
        boolean had = !token.isEmpty();
        token = "";
        return had;
    }

    private String token(Auth.OAuth2 oauth) throws IOException, InterruptedException {
        if (token.isEmpty() || System.nanoTime() - usedUntil > 0) {
            ask(oauth);
        }
        return token;
    }

    private void ask(Auth.OAuth2 oauth) throws IOException, InterruptedException {
        Map<String, String> parameters = new TreeMap<>(Map.of("grant_type", "client_credentials"));
        parameters.putAll(oauth.form());
        String form = parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + '=' + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        String client = encoded(oauth.clientId()) + ':' + encoded(oauth.clientSecret());
        HttpRequest request = HttpRequest.newBuilder(URI.create(oauth.tokenUrl()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Authorization", basic(client))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 500) {
            throw new IOException("the token endpoint answers " + response.statusCode());
        }
        Optional<JsonNode> document = JsonPayload.parse(response.body());
        token = document.map(json -> text(json, "access_token")).orElse("");
        if (response.statusCode() != 200 || token.isEmpty()) {
            token = "";
            throw new PullException("the token endpoint gives no token: status " + response.statusCode());
        }
        long seconds = document.map(json -> json.path("expires_in").asLong(300)).orElse(300L);
        usedUntil =
                System.nanoTime() + Duration.ofSeconds(seconds).minus(MARGIN).toNanos();
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
