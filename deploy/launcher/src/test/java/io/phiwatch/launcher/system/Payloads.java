package io.phiwatch.launcher.system;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Deliveries as the platforms send them, signed with the secrets of {@link RunningPhiwatch#config}. */
final class Payloads {
    private Payloads() {}

    static Map<String, String> bearer(String secret) {
        return Map.of("Authorization", "Bearer " + secret, "Content-Type", "application/json");
    }

    static byte[] keycloak(String id, String type, String user, String realm, Instant time) {
        return bytes("""
                {"id":"%s","time":%d,"type":"%s","realmId":"%s","clientId":"portal","userId":"u-%s",\
                "sessionId":"s-%s","ipAddress":"24.16.3.7","error":"%s","details":{"username":"%s"}}""".formatted(
                        id,
                        time.toEpochMilli(),
                        type,
                        realm,
                        user,
                        user,
                        type.endsWith("_ERROR") ? "invalid_user_credentials" : "",
                        user));
    }

    static byte[] fhirRead(String id, String practitioner, String patient, Instant time) {
        return bytes("""
                {"resourceType":"AuditEvent","id":"%s","type":{"system":"http://terminology.hl7.org/CodeSystem/audit-event-type",\
                "code":"rest"},"subtype":[{"system":"http://hl7.org/fhir/restful-interaction","code":"read"}],"action":"R",\
                "recorded":"%s","outcome":"0","agent":[{"type":{"coding":[{"code":"humanuser"}]},"who":{"reference":\
                "Practitioner/%s"},"altId":"%s","requestor":true,"network":{"address":"24.16.3.7","type":"2"}}],\
                "source":{"observer":{"display":"portal"}},"entity":[{"what":{"reference":"Patient/%s"},\
                "type":{"code":"1"},"role":{"code":"1"},"name":"%s"}]}""".formatted(id, time, practitioner, practitioner, patient, patient));
    }

    static Map<String, String> shopify(byte[] body, String topic, String id, Instant time) {
        return Map.of(
                "Content-Type",
                "application/json",
                "X-Shopify-Topic",
                topic,
                "X-Shopify-Shop-Domain",
                "acme-health.myshopify.com",
                "X-Shopify-Webhook-Id",
                id,
                "X-Shopify-Triggered-At",
                time.toString(),
                "X-Shopify-Hmac-Sha256",
                Base64.getEncoder().encodeToString(hmac("shop-secret", body)));
    }

    static Map<String, String> zoom(byte[] body, Instant time) {
        String seconds = Long.toString(time.getEpochSecond());
        byte[] signed = bytes("v0:" + seconds + ":" + new String(body, StandardCharsets.UTF_8));
        return Map.of(
                "Content-Type",
                "application/json",
                "x-zm-request-timestamp",
                seconds,
                "x-zm-signature",
                "v0=" + HexFormat.of().formatHex(hmac("video-secret", signed)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
