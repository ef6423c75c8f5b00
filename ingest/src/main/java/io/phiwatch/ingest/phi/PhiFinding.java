package io.phiwatch.ingest.phi;

/**
 * PHI in a text, by place and never by value.
 *
 * @param start offset of the first UTF-16 code unit
 * @param end offset behind the last
 * @param score confidence from 0 to 1
 */
public record PhiFinding(PhiType type, int start, int end, double score) {}
