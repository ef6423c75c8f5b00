package io.phiwatch.ingest.phi;

/** Types of PHI that the scanner knows; names are public interface. */
public enum PhiType {
    US_SSN(Tier.IDENTIFIER),
    PAN(Tier.CLINICAL_OR_FINANCIAL),
    EMAIL(Tier.CONTACT),
    PHONE(Tier.CONTACT),
    MRN(Tier.IDENTIFIER);

    private final Tier tier;

    PhiType(Tier tier) {
        this.tier = tier;
    }

    public Tier tier() {
        return tier;
    }

    /** Graduated sensitivity; the ordinal is what events carry as {@code phi.tier}. */
    public enum Tier {
        NONE,
        CONTACT,
        IDENTIFIER,
        CLINICAL_OR_FINANCIAL
    }
}
