package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.ScanDeadlineException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the scanner found in the texts of an event: types, number, tier and places, never values. */
record PhiSummary(List<String> types, int count, int tier, List<String> places) {

    /**
     * What the texts hold; names known from a list alone do not count.
     *
     * @throws ScanDeadlineException if they take longer than the deadline: the delivery becomes a sealed dead letter
     */
    static PhiSummary of(List<Scannable> texts, Scanner scanner) {
        SortedSet<String> types = new TreeSet<>();
        SortedSet<String> places = new TreeSet<>();
        int count = 0;
        int tier = 0;
        long deadline = System.nanoTime() + PhiScanner.DEADLINE.toNanos();
        for (Scannable text : texts) {
            // texts have a deadline each, but a record may have many
            if (System.nanoTime() - deadline > 0) {
                throw new ScanDeadlineException();
            }
            for (PhiFinding finding : scanner.scan(text.field(), text.text().reveal())) {
                if (!finding.isLikely()) {
                    continue;
                }
                types.add(finding.type().name());
                places.add(text.place());
                count++;
                tier = Math.max(tier, finding.type().tier().number());
            }
        }
        return new PhiSummary(List.copyOf(types), count, tier, List.copyOf(places));
    }
}
