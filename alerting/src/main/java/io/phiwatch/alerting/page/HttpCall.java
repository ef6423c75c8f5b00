package io.phiwatch.alerting.page;

import io.phiwatch.alerting.page.Sink.Attempt;
import io.phiwatch.alerting.page.Sink.Delivered;
import io.phiwatch.alerting.page.Sink.Failed;
import io.phiwatch.alerting.page.Sink.Refused;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts JSON within a time, answer and all, and judges the answer: 2xx is delivered; 4xx is final but for 408 and 429;
 * everything else may be tried again. Redirects are not followed. Thread-safe.
 */
public final class HttpCall {
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final long MOST_WAIT_SECONDS = 120;

    private final Duration timeout;
    private final HttpClient client;

    /** Calls that take no longer than that. */
    public HttpCall(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Posts a body. */
    public Attempt post(URI url, Map<String, String> headers, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        headers.forEach(request::header);
        return send(request.build());
    }

    /** Asks for a page, of which only the status counts. */
    public Attempt get(URI url) {
        return send(HttpRequest.newBuilder(url).timeout(timeout).GET().build());
    }

    private Attempt send(HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, BodyHandlers.discarding());
        try {
            return judge(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Failed.unsure("timeout");
        } catch (ExecutionException e) {
            return broken(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return Failed.unsure("interrupted");
        }
    }

    private static Failed broken(@org.jspecify.annotations.Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new Failed("unreachable");
        }
        return cause instanceof java.net.http.HttpTimeoutException
                ? Failed.unsure("timeout")
                : Failed.unsure("connection_lost");
    }

    private static Attempt judge(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        String code = "http_" + status;
        if (status >= OK && status < REDIRECT) {
            return new Delivered(code);
        }
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            return new Failed(code, false, retryAfter(answer));
        }
        boolean isFinal = status >= CLIENT_ERROR && status < SERVER_ERROR && status != REQUEST_TIMEOUT;
        return isFinal ? new Refused(code) : new Failed(code, status >= SERVER_ERROR, Optional.empty());
    }

    /** Seconds only: a date would need the receiver's clock. */
    private static Optional<Duration> retryAfter(HttpResponse<Void> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Math.min(Long.parseLong(text), MOST_WAIT_SECONDS)));
    }
}
