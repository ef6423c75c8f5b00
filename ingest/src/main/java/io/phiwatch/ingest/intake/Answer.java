package io.phiwatch.ingest.intake;

/** What a source is told about its delivery. */
public sealed interface Answer {
    /** The signature is missing or wrong; nothing was read. */
    record Forged() implements Answer {}

    /** The answer to a handshake of the platform. */
    record Challenge(String text) implements Answer {}

    /** Everything is safe in Kafka. */
    record Kept(long accepted, long rejected, long duplicates) implements Answer {}
}
