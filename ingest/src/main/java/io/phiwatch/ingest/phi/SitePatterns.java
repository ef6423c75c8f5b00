package io.phiwatch.ingest.phi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patterns of a site, by the character that they begin with. Immutable. */
final class SitePatterns {
    private static final int ASCII = 128;

    private final List<SitePattern> patterns;
    private final boolean isEmpty;
    private final boolean[] begins = new boolean[ASCII];

    SitePatterns(List<SitePattern> patterns) {
        this.patterns = List.copyOf(patterns);
        this.isEmpty = patterns.isEmpty();
        for (char c = 0; c < ASCII; c++) {
            char first = c;
            begins[c] = patterns.stream().anyMatch(pattern -> pattern.mayBeginWith(first));
        }
    }

    boolean isEmpty() {
        return isEmpty;
    }

    /** The first pattern in order that matches there. */
    @Nullable
    PhiFinding at(Text text, int start) {
        char c = text.chars[start];
        if (c >= ASCII || !begins[c] || !text.beginsToken(start)) {
            return null;
        }
        for (SitePattern pattern : patterns) {
            int end = pattern.mayBeginWith(c) ? pattern.endAt(text, start) : -1;
            if (end > start) {
                return pattern.finding(start, end);
            }
        }
        return null;
    }
}
