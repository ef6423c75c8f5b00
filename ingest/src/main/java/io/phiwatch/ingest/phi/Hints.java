package io.phiwatch.ingest.phi;

/**
 * What words say about a value behind them, as a set of bits. Phrases are looked up without the blanks, underscores and
 * changes of case between their words: {@code patient_id}, {@code patientId} and {@code Patient ID} are one phrase.
 */
final class Hints {
    static final int NONE = 0;
    static final int SSN = 1;
    static final int PHONE = 1 << 1;
    static final int CARD = 1 << 2;
    static final int MRN = 1 << 3;
    /** The name of an ordinary number: an order id, a time, a size. */
    static final int ORDINARY = 1 << 4;
    /** The name of a thing with a number of its own, whatever that looks like: an article, a parcel, a release. */
    static final int PRODUCT = 1 << 5;
    /** Says nothing and does not come between a name and its value, as in "SSN number is: …". */
    static final int FILLER = 1 << 6;

    static final int NPI = 1 << 7;
    static final int DEA = 1 << 8;
    /** Somebody who prescribes. */
    static final int PROVIDER = 1 << 9;

    static final int MEDICARE = 1 << 10;
    static final int BIRTH = 1 << 11;
    static final int DIAGNOSIS = 1 << 12;
    static final int DRUG = 1 << 13;
    static final int VEHICLE = 1 << 14;
    static final int IBAN = 1 << 15;
    static final int ROUTING = 1 << 16;
    static final int ZIP = 1 << 17;
    static final int ADDRESS = 1 << 18;
    static final int MEMBER = 1 << 19;
    static final int PASSPORT = 1 << 20;
    static final int LICENSE = 1 << 21;
    static final int NAME = 1 << 22;
    /** The name of something that may have a person's name. */
    static final int MAYBE_NAME = 1 << 23;
    /** Only with a number sign: {@code record #123}. */
    static final int RECORD = 1 << 24;

    /** Words of insurance, which retries and permissions use too. */
    static final int INSURANCE = 1 << 25;
    /** As {@link #FILLER}, but loosely: "call me at …". */
    static final int PREPOSITION = 1 << 26;

    /** The word stands before the value, but for fillers and prepositions. */
    static final int NEAR = 1 << 27;
    /** The word stands right before the value, but for fillers. */
    static final int ADJACENT = 1 << 28;
    /** A colon or an equals sign stands before the value. */
    static final int KEYED = 1 << 29;

    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;
    private static final int LONGEST_WORD = 40;
    private static final int LETTERS = 26;
    private static final int ASCII = 128;
    private static final int LENGTHS = 16;
    private static final boolean[] MAY_TELL = new boolean[LETTERS * LETTERS * LENGTHS];
    /** By the first two characters of a telling word and of what stands behind it. */
    private static final boolean[] BEGINS = new boolean[ASCII * ASCII];

    private static final Table PHRASES = new Table();
    private static final Table FIRST_WORDS = new Table();

    static {
        Vocabulary.PHRASES.forEach((bits, phrases) -> {
            for (String phrase : phrases.trim().split("\\s+", -1)) {
                PHRASES.add(phrase.replace("_", ""), bits);
                if (tell(bits & ~(ORDINARY | PRODUCT))) {
                    mark(phrase.replace("_", ""));
                    mark(phrase.split("_", 2)[0]);
                }
            }
        });
    }

    private Hints() {}

    /**
     * Whether the word begins a phrase that tells of PHI. Its ends and length decide for most words, so that each can be
     * asked.
     */
    static boolean tells(char[] chars, int start, int end) {
        if (!MAY_TELL[ends(chars[start], chars[end - 1], end - start)] || end - start > LONGEST_WORD) {
            return false;
        }
        long hash = 0;
        for (int at = end - 1; at >= start; at--) {
            hash = extended(hash, chars[at]);
        }
        return FIRST_WORDS.of(hash) != NONE;
    }

    /** Whether letters and digits may begin with such a word; for most the first two characters decide. */
    static boolean mayBegin(char first, char second) {
        return BEGINS[begin(first, second)];
    }

    private static int begin(char first, char second) {
        return Text.lower(first) * ASCII + Text.lower(second);
    }

    private static int ends(char first, char last, int length) {
        return ((Text.lower(first) - 'a') * LETTERS + Text.lower(last) - 'a') * LENGTHS + Math.min(length, LENGTHS - 1);
    }

    private static void mark(String word) {
        MAY_TELL[ends(word.charAt(0), word.charAt(word.length() - 1), word.length())] = true;
        String begins = word.length() > 1 ? word.substring(1, 2) : "0123456789";
        begins.chars().forEach(second -> BEGINS[begin(word.charAt(0), (char) second)] = true);
        FIRST_WORDS.add(word, FILLER);
    }

    static boolean has(int hints, int bits) {
        return (hints & bits) != 0;
    }

    /** Whether the bits say more than a filler does. */
    static boolean tell(int hints) {
        return (hints & ~(FILLER | PREPOSITION)) != 0;
    }

    /** Whether the word stands right before the value. */
    static boolean adjacent(int hints, int bits) {
        return (hints & bits) != 0 && (hints & ADJACENT) != 0;
    }

    /** Whether the word stands before the value, maybe with a preposition between them. */
    static boolean near(int hints, int bits) {
        return (hints & bits) != 0 && (hints & (ADJACENT | NEAR)) != 0;
    }

    /** The flags for a word with such words between it and its value. */
    static int distance(int between) {
        return between == FILLER ? ADJACENT | NEAR : between == PREPOSITION ? NEAR : 0;
    }

    /** What stands between a word and its value if another word comes between, too. */
    static int between(int so, int hints) {
        if (so == NONE || !has(hints, FILLER | PREPOSITION)) {
            return NONE;
        }
        return has(hints, PREPOSITION) ? PREPOSITION : so;
    }

    /** The hash of a phrase is built from its last letter to its first: texts are read backwards from a value. */
    static long extended(long hash, char letter) {
        return (hash ^ Text.lower(letter)) * PRIME;
    }

    /** Bits of the phrase with that hash. */
    static int of(long hash) {
        return PHRASES.of(hash);
    }

    /** Bits by hash; filled once. */
    private static final class Table {
        private static final int SLOTS = 4096;
        private final long[] hashes = new long[SLOTS];
        private final int[] bits = new int[SLOTS];

        int of(long hash) {
            int slot = slot(hash);
            while (hashes[slot] != 0) {
                if (hashes[slot] == hash) {
                    return bits[slot];
                }
                slot = (slot + 1) & (SLOTS - 1);
            }
            return NONE;
        }

        void add(String phrase, int more) {
            long hash = 0;
            for (int i = phrase.length() - 1; i >= 0; i--) {
                hash = extended(hash, phrase.charAt(i));
            }
            int slot = slot(hash);
            while (hashes[slot] != 0 && hashes[slot] != hash) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            hashes[slot] = hash;
            bits[slot] |= more;
        }

        private static int slot(long hash) {
            return (int) (hash >>> 40) & (SLOTS - 1);
        }
    }
}
