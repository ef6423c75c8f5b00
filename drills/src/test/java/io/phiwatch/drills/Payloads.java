package io.phiwatch.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads payloads back, independently of the code that wrote them. */
public final class Payloads {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Payloads() {}

    public static JsonNode json(Delivery delivery) {
        try {
            return JSON.readTree(delivery.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("payload of " + delivery.sourceId() + " is no JSON", e);
        }
    }

    public static Stream<Delivery> of(String sourceId, List<Delivery> deliveries) {
        return deliveries.stream().filter(delivery -> delivery.sourceId().equals(sourceId));
    }

    /** Keycloak events. */
    public static List<Login> logins(List<Delivery> deliveries) {
        return of(SimulatedSources.PORTAL_IDP, deliveries)
                .map(Payloads::json)
                .filter(event -> event.path("type").asText().startsWith("LOGIN"))
                .map(event -> new Login(
                        event.path("details").path("username").asText(),
                        event.path("ipAddress").asText(),
                        event.path("type").asText().equals("LOGIN"),
                        Instant.ofEpochMilli(event.path("time").asLong())))
                .toList();
    }

    /** FHIR AuditEvents. */
    public static List<ChartAccess> chartAccesses(List<Delivery> deliveries) {
        return of(SimulatedSources.PORTAL_FHIR, deliveries)
                .map(Payloads::json)
                .map(Payloads::chartAccess)
                .toList();
    }

    /** Lines of nginx. */
    public static List<String> lines(List<Delivery> deliveries) {
        return of(SimulatedSources.WEB, deliveries)
                .flatMap(delivery -> delivery.body().lines())
                .toList();
    }

    private static ChartAccess chartAccess(JsonNode event) {
        Set<String> patients = new LinkedHashSet<>();
        StreamSupport.stream(event.path("entity").spliterator(), false)
                .filter(entity -> entity.path("role").path("code").asText().equals("1"))
                .forEach(entity ->
                        patients.add(entity.path("what").path("reference").asText()));
        return new ChartAccess(
                event.path("agent").path(0).path("altId").asText(),
                event.path("type").path("code").asText().equals("110106"),
                patients,
                Instant.parse(event.path("recorded").asText()));
    }

    /** A login as Keycloak reports it. */
    public record Login(String username, String address, boolean success, Instant time) {}

    /** An access as a FHIR server reports it. */
    public record ChartAccess(String actor, boolean export, Set<String> patients, Instant time) {}
}
