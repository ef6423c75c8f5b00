package io.phiwatch.ingest.phi;

/**
 * What the words around a number say about it, as a set of bits. A bare number counts only with such a hint.
 */
final class Hints {
    static final int NONE = 0;
    static final int SSN = 1;
    static final int PHONE = 1 << 1;
    static final int CARD = 1 << 2;
    static final int MRN = 1 << 3;
    /** The name of an ordinary number: an order id, a time, a size. */
    static final int ORDINARY = 1 << 4;
    /** Means something only behind another word, as in "patient id". */
    static final int NUMBER_OF = 1 << 5;

    static final int PATIENT = 1 << 6;
    static final int MEDICAL = 1 << 7;
    static final int RECORD = 1 << 8;
    static final int CHART = 1 << 9;
    /** Says nothing and does not disturb what stands before it, as in "SSN is: …". */
    static final int FILLER = 1 << 10;

    private static final boolean[] FIRST_LETTERS = new boolean[128];
    private static final int LONGEST = 20;
    private static final int SHORTEST = 2;
    private static final Word[][] WORDS = new Word[LONGEST + 1][];

    static {
        add(SSN, "ssn", "ssns", "socialsecurity", "socialsecuritynumber", "social");
        add(PHONE, "phone", "phones", "tel", "telephone", "mobile", "cell", "cellphone", "fax", "call", "sms");
        add(PHONE, "phonenumber", "phoneno", "msisdn");
        add(CARD, "card", "credit", "visa", "mastercard", "amex", "pan", "cc", "ccnum", "cardnumber", "creditcard");
        add(MRN, "mrn", "mrns", "patientid", "medicalrecord", "medicalrecordnumber", "chartnumber", "chartno");
        add(PATIENT, "patient", "patients", "pt");
        add(MEDICAL, "medical");
        add(RECORD, "record", "records");
        add(CHART, "chart");
        add(NUMBER_OF | FILLER, "number", "num", "no", "nr");
        add(NUMBER_OF | ORDINARY, "id", "ids", "identifier");
        add(FILLER, "is", "was", "value");
        add(ORDINARY, "order", "orders", "tracking", "gtin", "ean", "upc", "barcode", "sku", "isbn", "invoice");
        add(ORDINARY, "time", "timestamp", "ts", "date", "bytes", "size", "length", "count", "duration", "port");
        add(ORDINARY, "version", "hash", "token", "uuid", "trace", "span", "session", "request", "item", "gid");
    }

    private Hints() {}

    private record Word(String text, int hint) {}

    private static void add(int hint, String... texts) {
        for (String text : texts) {
            Word[] known = WORDS[text.length()];
            int count = known == null ? 0 : known.length;
            Word[] longer = new Word[count + 1];
            if (count > 0) {
                System.arraycopy(known, 0, longer, 0, count);
            }
            longer[count] = new Word(text, hint);
            WORDS[text.length()] = longer;
            FIRST_LETTERS[text.charAt(0)] = true;
        }
    }

    /** Hint of the word at that place, in any case. */
    static int of(String text, int start, int end) {
        int length = end - start;
        if (length < SHORTEST || length > LONGEST || !FIRST_LETTERS[lower(text.charAt(start))]) {
            return NONE;
        }
        Word[] candidates = WORDS[length];
        if (candidates == null) {
            return NONE;
        }
        for (Word candidate : candidates) {
            if (same(text, start, candidate.text)) {
                return candidate.hint;
            }
        }
        return NONE;
    }

    private static boolean same(String text, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (lower(text.charAt(start + i)) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char letter) {
        return (char) (letter | 0x20);
    }
}
