package io.phiwatch.ingest.adapter.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of reports, which a program of the tenant may post under the same signature. */
final class ZoomReportsTest extends AdapterContract {
    private static final String OPERATION = """
            {"time": "2026-05-11T15:00:59Z", "operator": "%2$s", "category_type": "User Group", "action": "Update",
             "operation_detail": "Edit Group %1$s %3$s - Bob %4$s: from On to Off"}""".formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new ZoomAdapter();
    }

    @Override
    protected List<String> payloads() {
        return List.of(OPERATION, "{\"operation_logs\":[" + OPERATION + "]}");
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        String seconds = String.valueOf(RECEIVED.getEpochSecond());
        String message = "v0:" + seconds + ":" + new String(body, StandardCharsets.ISO_8859_1);
        String signature = "v0=" + Signatures.hex(secret, message.getBytes(StandardCharsets.ISO_8859_1));
        return new Delivery(
                body, Map.of("x-zm-signature", signature, "x-zm-request-timestamp", seconds), RECEIVED, "d-1");
    }

    private EventDraft operation(String category, String action, String detail) {
        return event("{\"time\":\"2026-05-11T15:00:59Z\",\"operator\":\"Ann@example.org\",\"category_type\":\""
                + category + "\",\"action\":\"" + action + "\",\"operation_detail\":\"" + detail + "\"}");
    }

    @Test
    void readsAnOperationOfAnAdministrator() {
        EventDraft draft = operation("User", "Batch Update", "Change Role  - Bob@example.org: from Member to Co-Owner");

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.grant);
        assertThat(draft.actionNative).isEqualTo("operation/user/batch-update");
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actor).isEqualTo(Phi.of("ann@example.org"));
        assertThat(draft.objectPerson).isEqualTo(Phi.of("bob@example.org"));
        assertThat(draft.attributes).containsEntry("role", "co-owner").containsEntry("self", "false");
        assertThat(revealed(draft)).anyMatch(text -> text.startsWith("body operation_detail Change Role"));
    }

    @ParameterizedTest
    @CsvSource({
        "User, Update, 'Change Role  - ann@example.org: from Member to Admin', grant, , ",
        "User, Update, 'Change Role  - b@example.org: from Admin to User', revoke, , ",
        "Account, Update, 'Security  - Sign in with Two-Factor Authentication: from On to Off', mfa_change,"
                + " sign-in-with-two-factor-authentication, off",
        "Account, Update, 'Security  - Allow: from Off to On', configure, allow, on",
        "User Group, Add, 'Add Group Engineers', configure, , ",
        "User, Add, 'Add User b@example.org', create, , ",
        "User, delete, 'delete user - b@example.org', delete, , ",
        "User, Update, 'Update User b@example.org  - Job Title: set to Nurse', update, job-title, ",
        "Recording, Download, 'Download visit', download, , ",
        "Recording, Sing, 'x', other, , ",
    })
    void mapsOperations(String category, String verb, String detail, Action action, String setting, String value) {
        EventDraft draft = operation(category, verb, detail);

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.attributes.get("setting")).isEqualTo(setting);
        assertThat(draft.attributes.get("value")).isEqualTo(value);
    }

    @Test
    void seesWhoPromotesThemselves() {
        EventDraft draft = operation("User", "Update", "Change Role  - ann@example.org: from Member to Admin");

        assertThat(draft.attributes).containsEntry("self", "true");
    }

    @ParameterizedTest
    @CsvSource({"Sign in, login", "Sign out, logout", "Dance, other"})
    void readsPagesOfActivities(String type, Action action) {
        String entry = "{\"email\":\"Ann@example.org\",\"time\":\"2026-05-11T15:00:59.0000000+00:00\",\"type\":\""
                + type + "\",\"ip_address\":\"203.0.113.9\",\"client_type\":\"Browser\"}";

        List<Parsed> parsed =
                parse("{\"page_size\":30,\"activity_logs\":[" + entry + "," + entry.replace("9\"", "8\"") + "]}");

        assertThat(parsed).hasSize(2);
        EventDraft draft = ((Parsed.Event) parsed.getFirst()).draft();
        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.actor).isEqualTo(Phi.of("ann@example.org"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.id).isEqualTo(event(entry).id);
    }
}
