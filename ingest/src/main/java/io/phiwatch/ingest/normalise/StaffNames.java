package io.phiwatch.ingest.normalise;

/** What becomes of login names of the workforce. */
public enum StaffNames {
    /** They stay, so that responders and SIEMs can act on them. */
    CLEAR,
    /** They become tokens. */
    TOKEN
}
