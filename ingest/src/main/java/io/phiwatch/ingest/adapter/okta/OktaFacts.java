package io.phiwatch.ingest.adapter.okta;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads who did it to whom, from where and how it ended. */
final class OktaFacts {
    private static final Set<String> UNFINISHED = Set.of("CHALLENGE", "ABANDONED", "UNANSWERED");
    private static final Set<Action> LOGINS = Set.of(Action.login, Action.logout, Action.other);
    private static final String LEVEL = "level=";

    private OktaFacts() {}

    static void fill(EventDraft draft, OktaEvent event, Source source) {
        boolean staff = !source.settings().getOrDefault("people", "staff").equals("patients");
        draft.actionNative = ClearText.name(event.type()).orElse(null);
        draft.outcome = outcome(draft.action, event);
        actor(draft, event, staff);
        target(draft, event, staff);
        draft.surface = draft.actorKind == ActorKind.patient && LOGINS.contains(draft.action) ? null : Surface.admin;
        draft.session = phi(event.text("authenticationContext", "externalSessionId"));
        draft.transaction = phi(event.text("transaction", "id"));
        draft.clientAddress = phi(event.text("client", "ipAddress"));
        draft.userAgent = phi(event.text("client", "userAgent", "rawUserAgent"));
        if (event.type().equals("user.authentication.auth_via_mfa") && draft.outcome == Outcome.success) {
            draft.mfa = true;
        }
        attributes(draft, event);
        draft.texts.addAll(UrlScan.texts("url", UrlText.of(first(event.debug("redirectUri"), event.debug("url")))));
    }

    private static Outcome outcome(Action action, OktaEvent event) {
        String result = event.text("outcome", "result");
        if (result.equals("DENY") || result.equals("RATE_LIMIT") || event.type().equals("user.account.lock")) {
            return Outcome.denied;
        }
        boolean unfinished = action == Action.login && UNFINISHED.contains(result);
        return result.equals("FAILURE") || unfinished ? Outcome.failure : Outcome.success;
    }

    private static void actor(EventDraft draft, OktaEvent event, boolean staff) {
        String type = event.text("actor", "type");
        draft.actor = phi(first(event.text("actor", "alternateId"), event.text("actor", "id")));
        draft.actorKind = switch (type) {
            case "User" -> isOkta(event) ? ActorKind.service : person(draft.action, staff);
            case "PublicClientApp", "AppInstance" -> ActorKind.app;
            case "" -> draft.actor == null ? ActorKind.anonymous : person(draft.action, staff);
            default -> ActorKind.service;
        };
    }

    /** Okta's own account, by which its support and its jobs act. */
    private static boolean isOkta(OktaEvent event) {
        return event.text("actor", "alternateId").toLowerCase(Locale.ROOT).equals("system@okta.com");
    }

    /** Whoever changes the organisation is no patient. */
    private static ActorKind person(Action action, boolean staff) {
        boolean administers = Set.of(Action.grant, Action.revoke, Action.configure, Action.install, Action.uninstall)
                .contains(action);
        return staff || administers ? ActorKind.staff : ActorKind.patient;
    }

    private static void target(EventDraft draft, OktaEvent event, boolean staff) {
        JsonNode user = event.target("User");
        if (!user.isMissingNode()) {
            String name = first(text(user, "alternateId"), text(user, "id"));
            draft.objectType = "user";
            draft.objectPerson = phi(name);
            if (!staff && !name.isEmpty()) {
                draft.patients.add(Phi.of(name));
            }
            self(draft, event, name);
            return;
        }
        JsonNode app = event.target("AppInstance");
        JsonNode object = app.isMissingNode() ? event.at("target").path(0) : app;
        draft.objectType = ClearText.label(text(object, "type")).orElse(null);
        draft.objectPerson = phi(text(object, "id"));
    }

    private static void self(EventDraft draft, OktaEvent event, String target) {
        boolean known = draft.actor != null && !target.isEmpty();
        if (known && (draft.action == Action.grant || isCredential(draft.action))) {
            String actor = first(event.text("actor", "alternateId"), event.text("actor", "id"));
            draft.attributes.put("self", String.valueOf(actor.equalsIgnoreCase(target)));
        }
    }

    private static boolean isCredential(Action action) {
        return action == Action.mfa_change || action == Action.password_change;
    }

    private static void attributes(EventDraft draft, OktaEvent event) {
        draft.attribute("mfa", OktaActions.mfa(event.type()));
        draft.attribute("error", ClearText.name(event.text("outcome", "reason")));
        draft.attribute(
                "role", ClearText.labels(List.of(event.debug("privilegeGranted").split(",", -1))));
        draft.attribute("client", ClearText.label(text(event.target("AppInstance"), "displayName")));
        draft.attribute("risk", risk(event.debug("risk")));
        if (OktaActions.losesLog(event.type())) {
            draft.attributes.put("audit", "disabled");
        }
        if (event.text("securityContext", "isProxy").equals("true")) {
            draft.attributes.put("proxy", "true");
        }
        if (event.debug("threatSuspected").equals("true") || OktaActions.isThreat(event.type())) {
            draft.attributes.put("threat", "true");
        }
    }

    /** Level of {@code {level=HIGH, reasons=…}}. */
    private static Optional<String> risk(String risk) {
        int at = risk.indexOf(LEVEL);
        if (at < 0) {
            return Optional.empty();
        }
        String rest = risk.substring(at + LEVEL.length());
        int end = 0;
        while (end < rest.length() && Character.isLetter(rest.charAt(end))) {
            end++;
        }
        return ClearText.label(rest.substring(0, end));
    }
}
