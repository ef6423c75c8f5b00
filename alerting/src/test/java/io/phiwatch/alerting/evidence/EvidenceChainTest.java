package io.phiwatch.alerting.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceChainTest {
    private static final EvidenceDraft COMMAND = new EvidenceDraft(
            EvidenceType.command_accepted, Alerts.START, "dana", "Command acknowledge", Map.of("role", "admin"), null);

    @Test
    void theFirstEntryIsChainedToNothing() {
        // When
        EvidenceEntry first = EvidenceChain.append(ChainHead.start("acme-1"), COMMAND);
        // Then
        assertThat(first.getSequence()).isEqualTo(1);
        assertThat(first.getPreviousHash()).isEqualTo("0".repeat(64));
        assertThat(first.getHash()).matches("[0-9a-f]{64}");
    }

    @Test
    void canonicalFormIsSortedAndLeavesOutWhatIsEmpty() {
        // Given
        EvidenceEntry entry = EvidenceChain.append(ChainHead.start("acme-1"), COMMAND);
        // When
        String canonical = new String(CanonicalEntry.of(entry), StandardCharsets.UTF_8);
        // Then
        assertThat(canonical)
                .isEqualTo("{\"actor\":\"dana\",\"details\":{\"role\":\"admin\"},\"incident_id\":\"acme-1\","
                        + "\"previous_hash\":\"" + "0".repeat(64) + "\",\"recorded_at\":1772355600000,"
                        + "\"sequence\":1,\"summary\":\"Command acknowledge\",\"type\":\"command_accepted\"}");
    }

    @Test
    void hashIsTheSha256OfTheCanonicalForm() {
        // Given: computed outside of Java with sha256sum over the text of the test above
        String expected = "1df93daed09de2efd5c6e643efe2f0c82bcb742d0fd350897baec7bd1dd18a88";
        // When
        EvidenceEntry entry = EvidenceChain.append(ChainHead.start("acme-1"), COMMAND);
        // Then
        assertThat(entry.getHash()).isEqualTo(expected);
    }

    @Test
    void aFractionOfAMillisecondDoesNotChangeTheHash() {
        // Given
        AlertFacts facts = new AlertFacts("a", Alerts.START.plusNanos(1), null, List.of());
        AlertFacts stored = new AlertFacts("a", Alerts.START, null, List.of());
        // When
        EvidenceEntry fine = EvidenceChain.append(ChainHead.start("acme-1"), about(facts));
        EvidenceEntry coarse = EvidenceChain.append(ChainHead.start("acme-1"), about(stored));
        // Then
        assertThat(fine.getHash()).isEqualTo(coarse.getHash());
    }

    private static EvidenceDraft about(AlertFacts facts) {
        return new EvidenceDraft(EvidenceType.alert_raised, Alerts.START, "phiwatch", "s", Map.of(), facts);
    }
}
