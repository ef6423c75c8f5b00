package io.phiwatch.ingest.adapter.keycloak;

import io.phiwatch.schema.Action;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what the event types of Keycloak mean. */
final class KeycloakActions {
    private static final Map<String, Action> USER = Map.ofEntries(
            Map.entry("LOGIN", Action.login),
            Map.entry("CLIENT_LOGIN", Action.login),
            Map.entry("IDENTITY_PROVIDER_LOGIN", Action.login),
            Map.entry("LOGOUT", Action.logout),
            Map.entry("REGISTER", Action.create),
            Map.entry("UPDATE_PASSWORD", Action.password_change),
            Map.entry("RESET_PASSWORD", Action.password_change),
            Map.entry("UPDATE_TOTP", Action.mfa_change),
            Map.entry("REMOVE_TOTP", Action.mfa_change),
            Map.entry("UPDATE_EMAIL", Action.update),
            Map.entry("UPDATE_PROFILE", Action.update),
            Map.entry("DELETE_ACCOUNT", Action.delete),
            Map.entry("GRANT_CONSENT", Action.grant),
            Map.entry("UPDATE_CONSENT", Action.grant),
            Map.entry("REVOKE_GRANT", Action.revoke),
            Map.entry("USER_DISABLED_BY_PERMANENT_LOCKOUT", Action.revoke));

    private static final Map<String, Action> CHANGES =
            Map.of("CREATE", Action.create, "UPDATE", Action.update, "DELETE", Action.delete);
    private static final Map<String, Action> PERMISSIONS =
            Map.of("CREATE", Action.grant, "UPDATE", Action.grant, "DELETE", Action.revoke);
    private static final Set<String> MAPPINGS =
            Set.of("REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING", "GROUP_MEMBERSHIP", "REALM_SCOPE_MAPPING");
    private static final Set<String> PEOPLE = Set.of("USER", "USER_PROFILE", "GROUP", "ORGANIZATION_MEMBERSHIP");

    private KeycloakActions() {}

    static Action of(KeycloakEvent event) {
        if (event.isAdmin()) {
            return ofAdmin(event.of("operationType"), event.of("resourceType"), event.of("resourcePath"));
        }
        if (isCredentialChange(event)) {
            return event.of("credential_type").equals("password") ? Action.password_change : Action.mfa_change;
        }
        return USER.getOrDefault(event.type(), Action.other);
    }

    private static Action ofAdmin(String operation, String resource, String path) {
        if (MAPPINGS.contains(resource)) {
            return PERMISSIONS.getOrDefault(operation, Action.other);
        }
        if (path.endsWith("/reset-password")) {
            return Action.password_change;
        }
        if (path.contains("/credentials/") && operation.equals("DELETE")) {
            return Action.mfa_change;
        }
        if (resource.isEmpty() || PEOPLE.contains(resource) || operation.equals("ACTION")) {
            return CHANGES.getOrDefault(operation, Action.other);
        }
        return Action.configure;
    }

    private static boolean isCredentialChange(KeycloakEvent event) {
        return event.type().equals("UPDATE_CREDENTIAL") || event.type().equals("REMOVE_CREDENTIAL");
    }

    /** Whether the realm stopped or started to record events; empty for everything else. */
    static Optional<String> audit(KeycloakEvent event) {
        if (!event.isAdmin() || !event.of("resourcePath").endsWith("events/config")) {
            return Optional.empty();
        }
        boolean off = event.of("representation").replace(" ", "").contains("Enabled\":false");
        return Optional.of(off ? "disabled" : "enabled");
    }

    /** Whether a second factor was added or taken away; empty for everything else. */
    static Optional<String> mfa(KeycloakEvent event) {
        if (of(event) != Action.mfa_change) {
            return Optional.empty();
        }
        boolean removed = event.isAdmin() || event.type().startsWith("REMOVE_");
        return Optional.of(removed ? "disabled" : "enabled");
    }
}
