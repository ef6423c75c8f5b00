package io.phiwatch.alerting.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * PagerDuty's V3 webhooks: {@code X-PagerDuty-Signature: v1=HEX,v1=HEX} is HMAC-SHA-256 over the body, with several while
 * the secret is rotated. The signature has no time: what happened more than an hour ago is taken for recorded (PagerDuty
 * tries for twenty minutes), and the id of the event makes a repeated one count once.
 */
public final class PagerDutyCallbacks implements CallbackReader {
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final String VERSION = "v1=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> secrets;

    /** Reads what one of these secrets signed. */
    public PagerDutyCallbacks(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    @Override
    public Reading read(Request request, Instant now) {
        boolean isSigned = Stream.of(request.header("x-pagerduty-signature").split(",", -1))
                .map(String::strip)
                .filter(signature -> signature.startsWith(VERSION))
                .map(signature -> signature.substring(VERSION.length()))
                .anyMatch(signature ->
                        secrets.stream().anyMatch(secret -> HmacSha256.matches(secret, signature, request.body())));
        if (!isSigned) {
            return new Forged();
        }
        try {
            return judge(JSON.readTree(request.body()).path("event"), now);
        } catch (IOException e) {
            return new Ignored();
        }
    }

    private static Reading judge(JsonNode event, Instant now) {
        if (!event.path("event_type").asText().equals("incident.acknowledged")) {
            return new Ignored();
        }
        if (!isFresh(event.path("occurred_at").asText(), now)) {
            return new Forged();
        }
        String incident = event.path("data").path("incident_key").asText();
        return incident.isEmpty()
                ? new Ignored()
                : new Acknowledged(
                        event.path("id").asText(),
                        incident,
                        event.path("agent").path("id").asText());
    }

    private static boolean isFresh(String occurredAt, Instant now) {
        try {
            Instant at = Instant.parse(occurredAt);
            return at.isAfter(now.minus(OLDEST)) && at.isBefore(now.plus(AHEAD));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
