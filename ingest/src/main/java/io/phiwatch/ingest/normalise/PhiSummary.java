package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.phi.PhiFinding;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the scanner found in the texts of an event: types, number, tier and places, never values. */
record PhiSummary(List<String> types, int count, int tier, List<String> places) {

    static PhiSummary of(List<Scannable> texts, Scanner scanner) {
        SortedSet<String> types = new TreeSet<>();
        SortedSet<String> places = new TreeSet<>();
        int count = 0;
        int tier = 0;
        for (Scannable text : texts) {
            for (PhiFinding finding : scanner.scan(text.field(), text.text().reveal())) {
                types.add(finding.type().name());
                places.add(text.place());
                count++;
                tier = Math.max(tier, finding.type().tier().number());
            }
        }
        return new PhiSummary(List.copyOf(types), count, tier, List.copyOf(places));
    }
}
