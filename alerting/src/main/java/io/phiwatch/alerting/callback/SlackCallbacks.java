package io.phiwatch.alerting.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.page.sink.SlackSink;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Buttons pressed in Slack: {@code X-Slack-Signature: v0=HEX} is HMAC-SHA-256 over {@code v0:TIMESTAMP:BODY}, and a
 * timestamp more than five minutes off is taken for a recorded request, as Slack advises. The body is a form with the
 * JSON in {@code payload}.
 */
public final class SlackCallbacks implements CallbackReader {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String VERSION = "v0";
    private static final String PAYLOAD = "payload=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> secrets;

    /** Reads what one of these signing secrets signed. */
    public SlackCallbacks(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    @Override
    public Reading read(Request request, Instant now) {
        String timestamp = request.header("x-slack-request-timestamp");
        String signature = request.header("x-slack-signature");
        if (!isFresh(timestamp, now) || !signature.startsWith(VERSION + "=")) {
            return new Forged();
        }
        byte[] prefix = (VERSION + ':' + timestamp + ':').getBytes(StandardCharsets.UTF_8);
        String claimed = signature.substring(VERSION.length() + 1);
        if (secrets.stream().noneMatch(secret -> HmacSha256.matches(secret, claimed, prefix, request.body()))) {
            return new Forged();
        }
        try {
            return judge(payload(new String(request.body(), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            return new Ignored();
        }
    }

    private static JsonNode payload(String form) throws IOException {
        for (String field : form.split("&", -1)) {
            if (field.startsWith(PAYLOAD)) {
                return JSON.readTree(URLDecoder.decode(field.substring(PAYLOAD.length()), StandardCharsets.UTF_8));
            }
        }
        return JSON.missingNode();
    }

    private static Reading judge(JsonNode payload) {
        for (JsonNode action : payload.path("actions")) {
            if (action.path("action_id").asText().equals(SlackSink.ACKNOWLEDGE)) {
                return new Acknowledged(
                        action.path("action_ts").asText(),
                        action.path("value").asText(),
                        payload.path("user").path("id").asText());
            }
        }
        return new Ignored();
    }

    private static boolean isFresh(String timestamp, Instant now) {
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
    }
}
