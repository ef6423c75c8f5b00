package io.phiwatch.ingest.phi;

import java.time.Duration;
import java.util.List;

/**
 * Finds PHI in text in one pass: runs of letters and digits are classified once, then judged by checksum, issuing rules
 * and the words around them. A bare number never counts alone; the name of its field or a word before it has to say
 * what it is. No regular expressions, and never more than a fixed look around each number, so no input makes it slow.
 * Holds no state: one instance serves all threads.
 */
public final class PhiScanner {
    /** What one text may take; ordinary ones take microseconds. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    private final SitePatterns sites;
    private final Duration deadline;

    /** A scanner for the built-in types. */
    public PhiScanner() {
        this(List.of(), DEADLINE);
    }

    /**
     * A scanner that knows a site's own numbers too.
     *
     * @param sites come before the built-in types, in this order
     * @param deadline for each text
     */
    public PhiScanner(List<SitePattern> sites, Duration deadline) {
        this.sites = new SitePatterns(sites);
        this.deadline = deadline;
    }

    /**
     * Finds PHI in the value of a field.
     *
     * @param field name of the parameter or JSON field that holds the text; empty where there is none
     * @return findings in order, without overlap; offsets are UTF-16 code units in {@code text}
     * @throws ScanDeadlineException if the text takes longer than the deadline
     */
    public List<PhiFinding> scan(String field, CharSequence text) {
        // a shorter text is read before anybody looks at the clock
        long latest = text.length() > Pass.STRIDE ? System.nanoTime() + deadline.toNanos() : 0;
        Plain plain = Plain.of(field, text.toString());
        Pass pass = new Pass(plain.text(), sites);
        List<PhiFinding> findings = pass.findings(latest);
        if (pass.hasCodes()) {
            plain = plain.decoded();
            findings = new Pass(plain.text(), sites).findings(latest);
        }
        return findings.isEmpty()
                ? List.of()
                : findings.stream().map(plain::original).toList();
    }

    /** Finds PHI in a line of a log or a file, where names before {@code :} or {@code =} speak for the values. */
    public List<PhiFinding> scanLine(String line) {
        return scan("", line);
    }
}
