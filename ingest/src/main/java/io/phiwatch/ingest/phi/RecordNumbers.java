package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises a medical record number; its shape differs from site to site, so only the words before it can tell. */
final class RecordNumbers {
    private static final double SCORE = 0.9;
    private static final int FEWEST_DIGITS = 4;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_LETTERS = 4;

    private RecordNumbers() {}

    /** The number that begins there: up to four letters and four to fifteen digits, dashes between them. */
    static @Nullable PhiFinding at(String text, int start) {
        int end = start;
        int digits = 0;
        int letters = 0;
        while (end < text.length() && digits <= MOST_DIGITS && letters <= MOST_LETTERS) {
            char c = text.charAt(end);
            if (Text.isDigit(c)) {
                digits++;
            } else if (Text.isLetter(c)) {
                letters++;
            } else if (c != '-' || !Text.isAlphanumericAt(text, end + 1)) {
                break;
            }
            end++;
        }
        boolean counts = digits >= FEWEST_DIGITS && digits <= MOST_DIGITS && letters <= MOST_LETTERS;
        return counts ? new PhiFinding(PhiType.MRN, start, end, SCORE) : null;
    }
}
