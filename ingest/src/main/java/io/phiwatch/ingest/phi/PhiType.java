package io.phiwatch.ingest.phi;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A kind of PHI. Names are public interface; sites add their own kinds beside the built-in ones.
 *
 * @param name such as {@code US_SSN}
 * @param tier how sensitive it is
 */
public record PhiType(String name, Tier tier) {
    private static final Pattern NAME_SHAPE = Pattern.compile("[A-Z][A-Z0-9_]{1,39}");

    public static final PhiType US_SSN = new PhiType("US_SSN", Tier.IDENTIFIER);
    public static final PhiType US_NPI = new PhiType("US_NPI", Tier.IDENTIFIER);
    public static final PhiType US_DEA = new PhiType("US_DEA", Tier.IDENTIFIER);
    public static final PhiType US_MBI = new PhiType("US_MBI", Tier.IDENTIFIER);
    public static final PhiType PAN = new PhiType("PAN", Tier.CLINICAL_OR_FINANCIAL);
    public static final PhiType EMAIL = new PhiType("EMAIL", Tier.CONTACT);
    public static final PhiType PHONE = new PhiType("PHONE", Tier.CONTACT);
    public static final PhiType MRN = new PhiType("MRN", Tier.IDENTIFIER);
    public static final PhiType DATE_OF_BIRTH = new PhiType("DATE_OF_BIRTH", Tier.IDENTIFIER);
    public static final PhiType ICD10 = new PhiType("ICD10", Tier.CLINICAL_OR_FINANCIAL);
    public static final PhiType NDC = new PhiType("NDC", Tier.CLINICAL_OR_FINANCIAL);
    public static final PhiType VIN = new PhiType("VIN", Tier.IDENTIFIER);
    public static final PhiType IBAN = new PhiType("IBAN", Tier.CLINICAL_OR_FINANCIAL);
    public static final PhiType ABA = new PhiType("ABA", Tier.CLINICAL_OR_FINANCIAL);
    public static final PhiType ADDRESS = new PhiType("ADDRESS", Tier.CONTACT);
    public static final PhiType ZIP = new PhiType("ZIP", Tier.CONTACT);
    public static final PhiType MEMBER_ID = new PhiType("MEMBER_ID", Tier.IDENTIFIER);
    public static final PhiType PASSPORT = new PhiType("PASSPORT", Tier.IDENTIFIER);
    public static final PhiType DRIVER_LICENSE = new PhiType("DRIVER_LICENSE", Tier.IDENTIFIER);
    public static final PhiType NAME = new PhiType("NAME", Tier.CONTACT);

    private static final List<PhiType> BUILT_IN = List.of(
            US_SSN,
            US_NPI,
            US_DEA,
            US_MBI,
            PAN,
            EMAIL,
            PHONE,
            MRN,
            DATE_OF_BIRTH,
            ICD10,
            NDC,
            VIN,
            IBAN,
            ABA,
            ADDRESS,
            ZIP,
            MEMBER_ID,
            PASSPORT,
            DRIVER_LICENSE,
            NAME);

    /**
     * A type.
     *
     * @throws IllegalArgumentException if the name is not in capitals, digits and underscores
     */
    public PhiType {
        if (!NAME_SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("name: must be 2 to 40 capitals, digits and underscores");
        }
    }

    /** All types that are built in. */
    public static List<PhiType> builtIn() {
        return BUILT_IN;
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
