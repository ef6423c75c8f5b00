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

    /** Graduated sensitivity. */
    public enum Tier {
        NONE(0),
        CONTACT(1),
        IDENTIFIER(2),
        CLINICAL_OR_FINANCIAL(3);

        private final int number;

        Tier(int number) {
            this.number = number;
        }

        /** What events carry as {@code phi.tier}; a higher one is more sensitive. */
        public int number() {
            return number;
        }
    }
}
