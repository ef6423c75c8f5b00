package io.phiwatch.drills.play;

import io.phiwatch.drills.play.IngestClient.Answer;
import java.util.HashMap;
import java.util.Map;

/** Counts what became of deliveries. Thread-safe. */
final class Tally {
    private final Map<String, Long> problems = new HashMap<>();
    private long accepted;
    private long failed;
    private long rejectedItems;

    synchronized void count(String sourceId, Answer answer) {
        if (answer.isSuccess()) {
            accepted++;
        } else {
            failed++;
            problems.merge(sourceId + " " + answer.problem(), 1L, Long::sum);
        }
        if (answer.rejected() > 0) {
            rejectedItems += answer.rejected();
            problems.merge(sourceId + " rejected items", answer.rejected(), Long::sum);
        }
    }

    synchronized PlayReport report() {
        return new PlayReport(accepted + failed, accepted, failed, rejectedItems, problems);
    }
}
