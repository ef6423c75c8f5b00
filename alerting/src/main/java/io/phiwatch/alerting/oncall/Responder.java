package io.phiwatch.alerting.oncall;

import java.util.Map;
import java.util.Optional;

/**
 * Somebody who can be paged.
 *
 * @param name user name, as it stands in evidence: letters, digits, dots and dashes
 * @param role role in which they act: responder, compliance, legal, communications, admin
 * @param contacts by name of a sink, how it knows them: a mail address, a member id
 */
public record Responder(String name, String role, Map<String, String> contacts) {
    public Responder {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,29}")) {
            throw new IllegalArgumentException("name: must be up to 30 letters, digits, dots and dashes");
        }
        contacts = Map.copyOf(contacts);
    }

    /** How a sink knows them; empty where it does not. */
    public Optional<String> contact(String sink) {
        return Optional.ofNullable(contacts.get(sink));
    }

    /** Name and role; no addresses. */
    @Override
    public String toString() {
        return "Responder[name=" + name + ", role=" + role + "]";
    }
}
