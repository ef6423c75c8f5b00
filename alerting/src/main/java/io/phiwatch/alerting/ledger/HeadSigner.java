package io.phiwatch.alerting.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.TreeRoot;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs roots, at most one in a while, and never one that takes back what was signed before: a tree that is smaller, or of
 * the same size with another root, is no continuation. Used by one thread.
 */
final class HeadSigner {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeadSigner.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final LedgerKeys keys;
    private final Duration every;
    private final Wiring wiring;
    private final AtomicLong treeSize = new AtomicLong();
    private @Nullable TreeRoot waiting;
    private @Nullable Long signedNanos;

    /**
     * What it works with.
     *
     * @param lastHead the head that was signed last, by whomever
     * @param heads takes a signed head; it is safe when this returns
     * @param clock time of the signature
     */
    record Wiring(
            Supplier<Optional<TreeHead>> lastHead,
            Consumer<TreeHead> heads,
            InstantSource clock,
            MeterRegistry meters) {}

    HeadSigner(LedgerKeys keys, Duration every, Wiring wiring) {
        this.keys = keys;
        this.every = every;
        this.wiring = wiring;
        wiring.meters().gauge("phiwatch.evidence.tree.size", treeSize);
    }

    /** Reads roots, and signs the latest when it is time to. */
    void run(org.apache.kafka.clients.consumer.Consumer<String, TreeRoot> consumer) {
        for (ConsumerRecord<String, TreeRoot> next : consumer.poll(POLL)) {
            if (next.value() != null) {
                waiting = next.value();
                treeSize.set(next.value().getTreeSize());
            }
        }
        TreeRoot root = waiting;
        if (root != null && isTime()) {
            sign(root);
            waiting = null;
            signedNanos = System.nanoTime();
            consumer.commitSync();
        }
    }

    private boolean isTime() {
        return signedNanos == null || System.nanoTime() - signedNanos >= every.toNanos();
    }

    private void sign(TreeRoot root) {
        Optional<TreeHead> last = wiring.lastHead().get();
        if (last.isPresent() && last.get().getTreeSize() >= root.getTreeSize()) {
            if (!isSame(last.get(), root)) {
                wiring.meters().counter("phiwatch.evidence.heads.refused").increment();
                LOGGER.atError()
                        .addKeyValue("treeSize", root.getTreeSize())
                        .addKeyValue("signedSize", last.get().getTreeSize())
                        .log("the evidence is not what was signed before: no head is signed for it");
            }
            return;
        }
        wiring.heads().accept(keys.sign(root, wiring.clock().instant().truncatedTo(ChronoUnit.MILLIS)));
        wiring.meters().counter("phiwatch.evidence.heads.signed").increment();
    }

    private static boolean isSame(TreeHead head, TreeRoot root) {
        return head.getTreeSize() == root.getTreeSize() && head.getRootHash().equals(root.getRootHash());
    }
}
