package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks an API with credentials, patience and restraint: what fails for a while is repeated with back-off, what is
 * limited waits as long as the API says. Follows no redirect: credentials stay where they belong. Used by one thread.
 */
final class ApiClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NO_DELAY_OF_ITS_OWN = Duration.ofMillis(-1);
    private static final int LARGEST_ANSWER = 32 * 1024 * 1024;
    private static final int UNAUTHORIZED = 401;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    private final Poll poll;
    private final InstantSource clock;
    private final CountDownLatch closed;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Credentials credentials;
    private final RetryPolicy<Answered> policy;
    private Duration pause = Duration.ZERO;

    /**
     * A client for one poll.
     *
     * @param closed ends every wait
     */
    ApiClient(Poll poll, InstantSource clock, CountDownLatch closed) {
        this.poll = poll;
        this.clock = clock;
        this.closed = closed;
        this.credentials = new Credentials(poll.request().auth(), http);
        this.policy = RetryPolicy.<Answered>builder()
                .handle(IOException.class)
                .handleResultIf(ApiClient::isForAWhile)
                .withBackoff(poll.retry().first(), poll.retry().most())
                .withJitter(0.2)
                .withDelayFn(context ->
                        context.getLastResult() == null ? NO_DELAY_OF_ITS_OWN : wanted(context.getLastResult()))
                .withMaxRetries(poll.retry().times())
                .build();
    }

    /**
     * The answer, which is a good one.
     *
     * @throws PullException if there is none after all
     * @throws InterruptedException if it is closed meanwhile
     */
    Answered ask(Ask ask) throws InterruptedException {
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException();
        }
        Answered answered = patiently(ask);
        if (answered.status() == UNAUTHORIZED && credentials.renew()) {
            answered = patiently(ask);
        }
        if (!answered.isGood()) {
            throw new PullException("status " + answered.status());
        }
        if (answered.document().path("errors").size() > 0 && poll.request().isGraphql()) {
            throw new PullException("the GraphQL answer has errors");
        }
        pause = RateLimits.pause(answered, clock);
        return answered;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Answered patiently(Ask ask) throws InterruptedException {
        try {
            return Failsafe.with(policy).get(() -> send(ask));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            // class only: a message may quote the address
            throw new PullException(
                    e.getCause() == null ? "no answer" : e.getCause().getClass().getSimpleName());
        }
    }

    private Answered send(Ask ask) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(ask.uri()).timeout(TIMEOUT).header("Accept", "application/json");
        poll.request().headers().forEach(request::setHeader);
        credentials.addTo(request);
        if (ask.body() != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(ask.body()));
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(LARGEST_ANSWER);
            if (body.length == LARGEST_ANSWER) {
                throw new PullException("the answer is larger than " + LARGEST_ANSWER + " bytes");
            }
            return new Answered(
                    response.statusCode(),
                    response.headers(),
                    JsonPayload.parse(body).orElse(MissingNode.getInstance()));
        }
    }

    private static boolean isForAWhile(Answered answered) {
        return answered.status() == REQUEST_TIMEOUT
                || answered.status() >= SERVER_ERROR
                || RateLimits.isThrottled(answered);
    }

    private Duration wanted(Answered answered) {
        Duration asked = RateLimits.pause(answered, clock);
        return asked.isZero() ? NO_DELAY_OF_ITS_OWN : asked;
    }
}
