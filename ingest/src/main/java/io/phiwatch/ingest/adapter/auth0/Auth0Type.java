package io.phiwatch.ingest.adapter.auth0;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a type code of Auth0's logs means. Source: Auth0's list of log event type codes.
 *
 * @param mfa enabled or disabled, for changes of a second factor
 */
record Auth0Type(Action action, Outcome outcome, @Nullable String mfa) {
    private static final Map<String, Auth0Type> KNOWN = known();
    private static final Set<String> OPERATIONS = Set.of("sapi", "fapi", "mgmt_api_read");
    private static final Set<String> SECOND_FACTOR = Set.of("gd_auth_succeed", "gd_recovery_succeed");

    private static Map<String, Auth0Type> known() {
        Map<String, Auth0Type> types = new HashMap<>();
        add(types, Action.login, Outcome.success, "s", "sens", "sepft", "scoa", "seccft");
        add(types, Action.login, Outcome.success, "sepotpft", "seotpft", "seoobft", "sercft", "sede");
        add(types, Action.login, Outcome.success, "gd_auth_succeed", "gd_recovery_succeed");
        add(types, Action.login, Outcome.failure, "f", "fp", "fu", "fc", "fco", "fcoa", "fens", "fepft", "feccft");
        add(types, Action.login, Outcome.failure, "fepotpft", "feotpft", "feoobft", "fercft", "fede");
        add(types, Action.login, Outcome.failure, "gd_auth_failed", "gd_recovery_failed");
        add(types, Action.login, Outcome.denied, "limit_wc", "limit_mu", "limit_sul", "pwd_leak");
        add(types, Action.login, Outcome.denied, "gd_auth_rejected", "gd_otp_rate_limit_exceed");
        add(types, Action.login, Outcome.denied, "gd_recovery_rate_limit_exceed", "gd_auth_fail_email_verification");
        add(types, Action.logout, Outcome.success, "slo", "oidc_backchannel_logout_succeeded");
        add(types, Action.logout, Outcome.failure, "flo", "oidc_backchannel_logout_failed");
        add(types, Action.create, Outcome.success, "ss", "sui");
        add(types, Action.create, Outcome.failure, "fs", "fui");
        add(types, Action.create, Outcome.denied, "signup_pwd_leak");
        add(types, Action.delete, Outcome.success, "sdu", "du");
        add(types, Action.delete, Outcome.failure, "fdu");
        add(types, Action.password_change, Outcome.success, "scp");
        add(types, Action.password_change, Outcome.failure, "fcp");
        add(types, Action.update, Outcome.success, "sce", "scpn", "scu");
        add(types, Action.update, Outcome.failure, "fce", "fcpn", "fcu");
        add(types, Action.grant, Outcome.success, "si");
        add(types, Action.grant, Outcome.failure, "fi");
        add(types, Action.revoke, Outcome.success, "srrt");
        add(types, Action.configure, Outcome.success, "gd_tenant_update");
        add(types, Action.other, Outcome.denied, "api_limit", "limit_ui", "limit_delegation");
        for (String enrolled : Set.of("gd_enrollment_complete", "gd_update_device_account")) {
            types.put(enrolled, new Auth0Type(Action.mfa_change, Outcome.success, "enabled"));
        }
        for (String lost : Set.of("gd_unenroll", "gd_user_delete")) {
            types.put(lost, new Auth0Type(Action.mfa_change, Outcome.success, "disabled"));
        }
        return Map.copyOf(types);
    }

    private static void add(Map<String, Auth0Type> types, Action action, Outcome outcome, String... codes) {
        for (String code : codes) {
            types.put(code, new Auth0Type(action, outcome, null));
        }
    }

    /** What the code means; codes of failures that the list lacks start with f. */
    static Auth0Type of(String code) {
        Outcome outcome = code.startsWith("f") || code.endsWith("_failed") ? Outcome.failure : Outcome.success;
        return KNOWN.getOrDefault(code, new Auth0Type(Action.other, outcome, null));
    }

    /** Whether the management API was used: the request says what happened. */
    static boolean isOperation(String code) {
        return OPERATIONS.contains(code);
    }

    /** Whether a second factor was proven. */
    static boolean provesSecondFactor(String code) {
        return SECOND_FACTOR.contains(code);
    }
}
