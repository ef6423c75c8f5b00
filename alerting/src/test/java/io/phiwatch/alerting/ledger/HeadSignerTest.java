package io.phiwatch.alerting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.TreeRoot;
import io.phiwatch.schema.sign.Ed25519;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadSignerTest {
    private static final TopicPartition ROOTS = new TopicPartition("roots", 0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ed25519.PemPair pair = Ed25519.generate();
    private final LedgerKeys keys =
            LedgerKeys.of(pair.privatePem(), List.of(pair.publicPem())).orElseThrow();
    private final List<TreeHead> heads = new ArrayList<>();
    private final MockConsumer<String, TreeRoot> consumer = new MockConsumer<>("earliest");
    private long offset;

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ROOTS));
        consumer.updateBeginningOffsets(Map.of(ROOTS, 0L));
    }

    @Test
    void signsTheLatestRootOnlyAndCommitsWhatItRead() {
        // Given
        HeadSigner signer = signer(Duration.ZERO);
        add(root(1, "a"));
        add(root(2, "b"));
        // When
        signer.run(consumer);
        // Then
        assertThat(heads).hasSize(1);
        TreeHead head = heads.getFirst();
        assertThat(head.getTreeSize()).isEqualTo(2);
        assertThat(head.getSignedAt()).isEqualTo(Alerts.START);
        byte[] signature = new byte[head.getSignature().remaining()];
        head.getSignature().duplicate().get(signature);
        assertThat(Ed25519.hasSigned(Ed25519.publicKey(pair.publicPem()), HeadForm.signed(head), signature))
                .isTrue();
        assertThat(consumer.committed(java.util.Set.of(ROOTS)).get(ROOTS).offset())
                .isEqualTo(2);
    }

    @Test
    void waitsBetweenTwoHeads() {
        // Given
        HeadSigner signer = signer(Duration.ofHours(1));
        add(root(1, "a"));
        signer.run(consumer);
        // When
        add(root(2, "b"));
        signer.run(consumer);
        // Then
        assertThat(heads).hasSize(1);
        assertThat(consumer.committed(java.util.Set.of(ROOTS)).get(ROOTS).offset())
                .isEqualTo(1);
    }

    @Test
    void aRootThatIsReadAgainIsNotSignedAgain() {
        // Given
        HeadSigner signer = signer(Duration.ZERO);
        add(root(3, "a"));
        signer.run(consumer);
        // When
        add(root(3, "a"));
        signer.run(consumer);
        // Then
        assertThat(heads).hasSize(1);
        assertThat(refused()).isZero();
    }

    @Test
    void neverTakesBackWhatWasSigned() {
        // Given
        HeadSigner signer = signer(Duration.ZERO);
        add(root(3, "a"));
        signer.run(consumer);
        // When: another tree of that size, and a smaller one
        add(root(3, "b"));
        signer.run(consumer);
        add(root(2, "a"));
        signer.run(consumer);
        // Then
        assertThat(heads).hasSize(1);
        assertThat(refused()).isEqualTo(2);
    }

    private double refused() {
        return meters.counter("phiwatch.evidence.heads.refused").count();
    }

    private HeadSigner signer(Duration every) {
        return new HeadSigner(
                keys,
                every,
                new HeadSigner.Wiring(
                        () -> heads.isEmpty() ? Optional.empty() : Optional.of(heads.getLast()),
                        heads::add,
                        () -> Alerts.START,
                        meters));
    }

    private void add(TreeRoot root) {
        consumer.addRecord(new ConsumerRecord<>(ROOTS.topic(), ROOTS.partition(), offset++, "tree", root));
    }

    private static TreeRoot root(long size, String digit) {
        return TreeRoot.newBuilder()
                .setTreeSize(size)
                .setRootHash(digit.repeat(64))
                .setRecordedAt(Alerts.START)
                .build();
    }
}
