package io.phiwatch.ingest.adapter.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.HeldMemory;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FactAdapterTest extends AdapterContract {
    private static final String RESTORE = """
            {"kind": "restore-test", "time": "2026-05-11T15:00:59Z", "outcome": "failure", "type": "database",
             "object": "orders-db", "actor": "%2$s", "records": 12, "note": "ssn %1$s of %4$s",
             "attributes": {"backup": "b-17", "free": "call %3$s", "%2$s": "x"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new FactAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(
                body, Map.of(PhiwatchSignature.HEADER, PhiwatchSignature.of(secret, RECEIVED, body)), RECEIVED, "d");
    }

    @Override
    protected List<String> payloads() {
        return List.of(RESTORE, snapshot("{\"type\":\"file\",\"id\":\"wp-config.php\",\"sha256\":\"" + PERSON + "\"}"));
    }

    private static String snapshot(String items) {
        return "{\"kind\":\"snapshot\",\"time\":\"2026-05-11T15:00:59Z\",\"object\":\"host-1\",\"items\":[" + items
                + "]}";
    }

    @Test
    void readsAFact() {
        EventDraft draft = event(RESTORE);

        assertThat(draft.action).isEqualTo(Action.restore);
        assertThat(draft.actionNative).isEqualTo("restore-test");
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectType).isEqualTo("database");
        assertThat(draft.objectId).isEqualTo("orders-db");
        assertThat(draft.recordsCount).isEqualTo(12);
        assertThat(draft.attributes).containsExactly(Map.entry("backup", "b-17"));
        assertThat(revealed(draft)).containsExactly("body note ssn " + SSN + " of " + PERSON);
    }

    @Test
    void hidesFilesThatPeopleNamed() {
        // Given
        Adapter adapter = adapter().remembering(new HeldMemory());
        tell(adapter, snapshot("{\"type\":\"plugin\",\"id\":\"akismet\"}"), true);
        String files = "{\"type\":\"file\",\"id\":\"Jane Roe.pdf\"},{\"type\":\"file\",\"id\":\"roe-19610214.pdf\"}";

        // When
        List<Parsed> parsed = adapter.parse(signed(snapshot(files)), source());

        // Then
        assertThat(parsed)
                .extracting(item -> ((Parsed.Event) item).draft())
                .filteredOn(draft -> draft.action == Action.create)
                .hasSize(2)
                .allSatisfy(draft -> assertThat(draft.objectId).isNull())
                .allSatisfy(draft -> assertThat(draft.objectPerson).isNotNull());
    }

    @Test
    void takesNoSignatureThatIsOld() {
        byte[] body = RESTORE.getBytes(StandardCharsets.UTF_8);
        Instant old = RECEIVED.minus(Duration.ofMinutes(5)).minusSeconds(1);
        Delivery replayed = new Delivery(
                body, Map.of(PhiwatchSignature.HEADER, PhiwatchSignature.of(SECRET, old, body)), RECEIVED, "d");

        assertThat(adapter().isAuthentic(replayed, source())).isFalse();
        assertThat(adapter().isAuthentic(signed(body, SECRET), source())).isTrue();
    }

    @Test
    void tellsWhatChangedOnAHostOnceItIsSafe() {
        // Given
        Adapter adapter = adapter().remembering(new HeldMemory());
        String plugin = "{\"type\":\"plugin\",\"id\":\"akismet\",\"version\":\"%s\"}";
        String file = "{\"type\":\"file\",\"id\":\"wp-config.php\",\"sha256\":\"aa\"}";
        assertThat(tell(adapter, snapshot(plugin.formatted("5.3")), true)).containsExactly("other null null");

        // When
        String next = snapshot(plugin.formatted("5.4") + "," + file);
        List<String> lost = tell(adapter, next, false);
        List<String> kept = tell(adapter, next, true);

        // Then
        assertThat(lost).isEqualTo(kept);
        assertThat(kept).containsExactly("other null null", "create wp-config.php null", "update akismet version");
        assertThat(tell(adapter, next, true)).containsExactly("other null null");
        assertThat(tell(adapter, snapshot(file), true)).containsExactly("other null null", "uninstall akismet null");
    }

    private List<String> tell(Adapter adapter, String body, boolean safe) {
        Delivery delivery = signed(body.getBytes(StandardCharsets.UTF_8), SECRET);
        List<Parsed> parsed = adapter.parse(delivery, source());
        if (safe) {
            adapter.kept(delivery, source());
        }
        return parsed.stream()
                .map(item -> ((Parsed.Event) item).draft())
                .map(draft -> draft.action + " " + (draft.objectType == null ? null : draft.objectId) + " "
                        + draft.attributes.get("fields"))
                .toList();
    }
}
