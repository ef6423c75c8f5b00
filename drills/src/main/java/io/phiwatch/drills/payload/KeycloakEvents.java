package io.phiwatch.drills.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Instant;
import java.util.Map;

/** User events of Keycloak as its REST API represents them, with the realm's name as its log listener adds it. */
public final class KeycloakEvents {
    public static final String STAFF_REALM = "acme-staff";
    public static final String PATIENT_REALM = "acme-patients";

    private KeycloakEvents() {}

    /** An account of one of the two realms. */
    public record Account(String realm, String userId, String username) {
        public static Account of(Staff person) {
            return new Account(STAFF_REALM, person.userId(), person.login());
        }

        public static Account of(Patient patient) {
            return new Account(PATIENT_REALM, patient.userId(), patient.email());
        }
    }

    public static Delivery login(Account account, String address, Instant time, Draw draw) {
        ObjectNode event = event("LOGIN", account, address, time, draw);
        String session = draw.uuid().toString();
        event.put("sessionId", session);
        details(event, account).put("code_id", session).put("consent", "no_consent_required");
        return delivery(event, time);
    }

    public static Delivery logout(Account account, String address, Instant time, Draw draw) {
        ObjectNode event = event("LOGOUT", account, address, time, draw);
        event.put("sessionId", draw.uuid().toString());
        event.putObject("details").put("redirect_uri", "https://portal.acme-health.example/signed-out");
        return delivery(event, time);
    }

    public static Delivery failedLogin(Account account, String address, Instant time, Draw draw) {
        ObjectNode event = event("LOGIN_ERROR", account, address, time, draw);
        event.put("error", "invalid_user_credentials");
        details(event, account).put("code_id", draw.uuid().toString());
        return delivery(event, time);
    }

    /** The second factor was taken off the account; the type is {@code REMOVE_CREDENTIAL} or the older name. */
    public static Delivery otpRemoved(String type, Account account, String address, Instant time, Draw draw) {
        ObjectNode event = event(type, account, address, time, draw);
        event.putObject("details")
                .put("username", account.username())
                .put("credential_type", "otp")
                .put("credential_id", draw.uuid().toString());
        return delivery(event, time);
    }

    private static ObjectNode event(String type, Account account, String address, Instant time, Draw draw) {
        return Json.object()
                .put("id", draw.uuid().toString())
                .put("time", time.toEpochMilli())
                .put("type", type)
                .put("realmId", account.realm())
                .put("realmName", account.realm())
                .put("clientId", "patient-portal")
                .put("userId", account.userId())
                .put("ipAddress", address);
    }

    private static ObjectNode details(ObjectNode event, Account account) {
        return event.putObject("details")
                .put("auth_method", "openid-connect")
                .put("auth_type", "code")
                .put("redirect_uri", "https://portal.acme-health.example/callback")
                .put("username", account.username());
    }

    private static Delivery delivery(ObjectNode event, Instant time) {
        return new Delivery(
                SimulatedSources.PORTAL_IDP,
                SimulatedSources.KEYCLOAK,
                Map.of("Content-Type", "application/json"),
                event.toString(),
                time);
    }
}
