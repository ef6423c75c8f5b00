package io.phiwatch.alerting.evidence;

import java.util.Locale;

/** What verification says of a chain. */
public sealed interface Verdict {
    /** Whether the chain is whole. */
    default boolean isIntact() {
        return this instanceof Intact;
    }

    /**
     * Every entry is as it was written.
     *
     * @param count entries
     * @param head hash of the last entry
     */
    record Intact(long count, String head) implements Verdict {}

    /**
     * The first thing that is wrong.
     *
     * @param sequence place in the chain, counted from 1, at which it shows
     */
    record Broken(long sequence, Reason reason) implements Verdict {}

    /** What can be wrong with a chain. */
    enum Reason {
        /** The entry belongs to another incident. */
        OTHER_INCIDENT,
        /** An entry is missing, inserted or out of place here. */
        WRONG_SEQUENCE,
        /** The entry is not chained to the one before. */
        WRONG_PREVIOUS_HASH,
        /** The entry was changed after it was written. */
        WRONG_HASH,
        /** The chain is shorter or longer than the incident says. */
        WRONG_COUNT,
        /** The chain is as long as the incident says, but ends differently. */
        WRONG_HEAD;

        /** Code for people's scripts. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
