package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** Speaks to the API of a running console with the token of its data folder. */
final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    private ApiClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * Client of the process that runs on a data folder.
     *
     * @throws EnvironmentException where none does
     */
    static ApiClient of(DataFolder data) {
        OptionalInt port = data.port("console");
        String token = data.readAdminToken().orElse("");
        if (port.isEmpty() || token.isEmpty()) {
            throw new EnvironmentException(
                    "nothing runs on " + data.path() + ": start `phiwatch run all --data " + data.path() + "`");
        }
        return new ApiClient(URI.create("http://127.0.0.1:" + port.getAsInt()), token);
    }

    /** What the API answered. */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status / 100 == 2;
        }

        String error() {
            return body.path("reason").asText(body.path("error").asText("status " + status));
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.POST(BodyPublishers.ofString(body.toString())));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new EnvironmentException("the console at " + base + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted");
        }
    }
}
