package io.phiwatch.alerting.evidence.archive;

import java.util.Locale;

/** What verification says of an archive. */
public sealed interface ArchiveVerdict {
    /**
     * Every bit is as it was exported.
     *
     * @param entries entries of the incident's chain
     * @param treeSize entries in the tree that the last head states
     * @param keyId key that signed the archive
     */
    record Intact(String incidentId, long entries, long treeSize, String keyId) implements ArchiveVerdict {}

    /**
     * The first thing that is wrong.
     *
     * @param file file of the archive, or that of published heads
     * @param place entry or line in it, counted from 1; 0 where it is about the file as a whole
     */
    record Broken(String file, long place, Reason reason) implements ArchiveVerdict {
        /** Whether it is an entry of the chain that is broken. */
        public boolean isEntry() {
            return file.equals(ArchiveWriter.ENTRIES) && place > 0;
        }
    }

    /** What can be wrong with an archive. */
    enum Reason {
        NOT_AN_ARCHIVE("this is no archive of evidence"),
        MISSING_FILE("the file is missing"),
        UNKNOWN_FILE("the manifest does not name the file"),
        NOT_CANONICAL("this is not canonical JSON"),
        OTHER_INCIDENT("it belongs to another incident"),
        WRONG_SEQUENCE("an entry is missing, inserted or out of place here"),
        WRONG_PREVIOUS_HASH("it is not chained to the one before"),
        WRONG_HASH("it was changed after it was written"),
        MISSING_ENTRY("the chain was cut off here"),
        EXTRA_ENTRY("the chain ends before it"),
        NOT_IN_TREE("it is not proven to be in the tree that was signed"),
        UNKNOWN_KEY("the key is not known, or not the one that was asked for"),
        WRONG_SIGNATURE("the signature does not hold"),
        INCONSISTENT_HEADS("the tree before is not proven to be the beginning of this one"),
        WRONG_DIGEST("the file was changed after the export"),
        WRONG_BYTES("bytes between the files were changed after the export"),
        CONTRADICTS_PUBLISHED("the archive has another root for a tree of that size");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Code for people's scripts. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** One sentence for people, without a full stop. */
        public String text() {
            return text;
        }
    }
}
