package io.phiwatch.ingest.phi;

/**
 * PHI in a text, by place and never by value.
 *
 * @param start offset of the first UTF-16 code unit
 * @param end offset behind the last
 * @param score confidence from 0 to 1
 */
public record PhiFinding(PhiType type, int start, int end, double score) {
    /** From this score on a finding is more likely true than not; names known from a list alone stay below it. */
    public static final double LIKELY = 0.5;

    /** Whether it counts by itself. */
    public boolean isLikely() {
        return score >= LIKELY;
    }
}
