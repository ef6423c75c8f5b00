package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** Speaks to the API of a running console with the token of its data folder. */
public final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** An export may wait for a signature. */
    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(3);

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
    public static ApiClient of(DataFolder data) {
        OptionalInt port = data.port("console");
        String token = data.readAdminToken().orElse("");
        if (port.isEmpty() || token.isEmpty()) {
            throw new EnvironmentException(
                    "nothing runs on " + data.path() + ": start `phiwatch run all --data " + data.path() + "`");
        }
        return new ApiClient(URI.create("http://127.0.0.1:" + port.getAsInt()), token);
    }

    /** The same in the name of the holder of another token. */
    public ApiClient withToken(String otherToken) {
        return new ApiClient(base, otherToken);
    }

    /** A part of a path, as it may stand in a URL. */
    public static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What the API answered. */
    public record Answer(int status, JsonNode body) {
        public boolean isOk() {
            return status / 100 == 2;
        }

        /** What went wrong: the code of the answer, and what it says for people. */
        public String error() {
            String code = body.path("code").asText("status " + status);
            return body.hasNonNull("detail") ? code + ": " + body.path("detail").asText() : code;
        }
    }

    /**
     * A file that the API answered, or what it said instead.
     *
     * @param answer empty body where there is a file
     */
    public record Download(Answer answer, byte[] bytes) {
        public boolean isOk() {
            return answer.isOk();
        }

        public String error() {
            return answer.error();
        }
    }

    /** Asks for a file. */
    public Download download(String path, JsonNode body) {
        HttpResponse<byte[]> response = exchange(request(path)
                .timeout(LONG_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
        return response.statusCode() / 100 == 2
                ? new Download(new Answer(response.statusCode(), JSON.createObjectNode()), response.body())
                : new Download(answer(response), new byte[0]);
    }

    /** Asks for a path of the API. */
    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, JsonNode body, Map<String, String> headers) {
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
        return answer(exchange(request));
    }

    private Answer answer(HttpResponse<byte[]> response) {
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new EnvironmentException("what answers at " + base + " is not a console");
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new EnvironmentException("the console at " + base + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted");
        }
    }
}
