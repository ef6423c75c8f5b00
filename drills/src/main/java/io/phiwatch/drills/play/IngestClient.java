package io.phiwatch.drills.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the requests of simulated platforms: signs, sends, and tries again where the ingest asks for it. Thread-safe. */
final class IngestClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 5;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String ingest;
    private final Map<String, SimulatedSource> sources;
    private final InstantSource clock;

    /** @param clock what signatures carry as the time of sending */
    IngestClient(URI ingest, List<SimulatedSource> sources, InstantSource clock) {
        String base = ingest.toString();
        this.ingest = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.sources = sources.stream().collect(Collectors.toMap(SimulatedSource::id, Function.identity()));
        this.clock = clock;
    }

    /**
     * Sends it, and waits for the answer.
     *
     * @throws InterruptedException when the thread was interrupted, also between two tries
     */
    Answer send(Delivery delivery) throws InterruptedException {
        Answer answer = attempt(delivery);
        for (int tries = 1; tries < TRIES && answer.isWorthRetrying(); tries++) {
            LockSupport.parkNanos(PAUSE.multipliedBy(tries).toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            answer = attempt(delivery);
        }
        return answer;
    }

    private Answer attempt(Delivery delivery) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request(delivery), BodyHandlers.ofString());
            return new Answer(response.statusCode(), rejected(response.body()));
        } catch (IOException e) {
            return Answer.UNREACHABLE;
        }
    }

    private HttpRequest request(Delivery delivery) {
        SimulatedSource source = sources.get(delivery.sourceId());
        if (source == null) {
            throw new IllegalArgumentException("no simulated source " + delivery.sourceId());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ingest + "/ingest/" + source.id()))
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.bytes()));
        delivery.headers().forEach(request::setHeader);
        source.authenticate(delivery, clock.instant()).forEach(request::setHeader);
        return request.build();
    }

    /** Items that the answer to a batch counts as rejected; none where it counts nothing. */
    private static long rejected(String body) {
        if (!body.startsWith("{")) {
            return 0;
        }
        try {
            return JSON.readTree(body).path("rejected").asLong(0);
        } catch (JsonProcessingException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /**
     * What the ingest said.
     *
     * @param status of HTTP; 0 when there was no answer
     */
    record Answer(int status, long rejected) {
        static final Answer UNREACHABLE = new Answer(0, 0);

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isWorthRetrying() {
            return status == 0 || status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        }

        /** Status for people. */
        String problem() {
            return status == 0 ? "unreachable" : Integer.toString(status);
        }
    }
}
