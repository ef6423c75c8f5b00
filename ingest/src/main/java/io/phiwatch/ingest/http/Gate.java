package io.phiwatch.ingest.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.intake.Peer;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import io.phiwatch.ingest.tls.CertificateNames;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the request of a source in: as long as the broker answers, within the limits of one body and of all bodies in
 * flight. What it turns away is counted for the source, and nothing of it is held. Thread-safe.
 */
final class Gate {
    /** Names the batch of a replay (file identity and offset), so that a repeated replay has the same event ids. */
    private static final String BATCH = "X-Phiwatch-Batch";

    private static final Logger LOGGER = LoggerFactory.getLogger(Gate.class);
    /** Headers that receivers give their deliveries. */
    private static final List<String> OURS = List.of("Syslog-", "Hec-", "Phiwatch-");

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Intake intake;
    private final InstantSource clock;
    private final BooleanSupplier brokerAway;
    private final BodyReader bodies;
    private final InFlight inFlight;
    private final ClientAddress clients;

    Gate(HttpConfig config, Intake intake, InstantSource clock, BooleanSupplier brokerAway, MeterRegistry registry) {
        this.intake = intake;
        this.clock = clock;
        this.brokerAway = brokerAway;
        this.bodies =
                new BodyReader(config.limits().maxBodyBytes(), config.limits().maxInflatedBytes(), System::nanoTime);
        this.inFlight =
                new InFlight(config.limits().maxInFlightBytes(), config.limits().maxDeliveries(), registry);
        this.clients = new ClientAddress(config.trustedProxies());
    }

    /** Handles what was let in, while it counts as in flight. */
    interface Handler {
        void handle(Delivery delivery);
    }

    /**
     * Reads a request and has it handled; tells why where it was not.
     *
     * @throws IOException if the connection broke
     */
    Optional<Refusal> pass(Context context, Source source, Handler handler) throws IOException {
        if (brokerAway.getAsBoolean()) {
            intake.turnAway(source, clock.instant());
            return Optional.of(Refusal.BROKER_AWAY);
        }
        try (InFlight.Room room = inFlight.room()) {
            BodyReader.Outcome outcome = bodies.read(incoming(context), room);
            if (outcome instanceof BodyReader.Whole body && room.admit()) {
                handler.handle(delivery(context, body.bytes()));
                return Optional.empty();
            }
            intake.refuse(source, clock.instant(), 0);
            return Optional.of(refusal(outcome));
        } catch (BrokerUnavailableException e) {
            LOGGER.atWarn().addKeyValue("error", e.getMessage()).log("the broker did not acknowledge a delivery");
            return Optional.of(Refusal.BROKER_AWAY);
        }
    }

    /** The delivery of a request. */
    private Delivery delivery(Context context, byte[] body) {
        return new Delivery(body, headers(context), tokenOf(context), clock.instant(), batchOf(context));
    }

    /** The delivery of a request without a body, by which a platform asks whether the address is its to deliver to. */
    Delivery handshake(Context context) {
        Map<String, String> headers = headers(context);
        String challenge = context.queryParam("challenge");
        if (challenge != null) {
            headers.put(Delivery.CHALLENGE, challenge);
        }
        return new Delivery(new byte[0], headers, tokenOf(context), clock.instant(), batchOf(context));
    }

    /** Headers as adapters see them: with the client's address, and without what only a receiver may say. */
    private Map<String, String> headers(Context context) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(context.headerMap());
        headers.keySet().removeIf(Gate::isOurs);
        headers.put(Delivery.CLIENT_ADDRESS, clients.of(peerOf(context).address(), context.header("X-Forwarded-For")));
        return new HashMap<>(headers);
    }

    private static boolean isOurs(String header) {
        return OURS.stream().anyMatch(prefix -> header.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** Who is at the other end of the connection. */
    static Peer peerOf(Context context) {
        String address = context.req().getRemoteAddr();
        Set<String> names =
                context.req().getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                        ? CertificateNames.of(chain[0])
                        : Set.of();
        return new Peer(address, names);
    }

    private static BodyReader.Incoming incoming(Context context) {
        return new BodyReader.Incoming(
                context.bodyInputStream(),
                context.req().getContentLengthLong(),
                context.header("Content-Encoding"),
                "100-continue".equalsIgnoreCase(context.header("Expect")));
    }

    private static Refusal refusal(BodyReader.Outcome outcome) {
        return switch (outcome) {
            case BodyReader.TooLong tooLong -> Refusal.TOO_LARGE;
            case BodyReader.Unreadable unreadable -> Refusal.UNREADABLE;
            case BodyReader.TooSlow tooSlow -> Refusal.TOO_SLOW;
            case BodyReader.NoRoom noRoom -> Refusal.TOO_MANY;
            case BodyReader.Whole notAdmitted -> Refusal.TOO_MANY;
        };
    }

    private static String tokenOf(Context context) {
        String token = context.queryParam("token");
        return token == null ? "" : token;
    }

    private static String batchOf(Context context) {
        String named = context.header(BATCH);
        return named == null || named.isBlank() ? UUID.randomUUID().toString() : named;
    }
}
