package io.phiwatch.ingest.phi;

/** Tells by shape alone which numbers need a closer look. */
final class Shapes {
    private static final int SHORTEST_BARE = 9;
    private static final int LONGEST_BARE = 19;

    private Shapes() {}

    /** Whether blanks separate its groups and further numbers stand beside it, as in a table of counts. */
    static boolean isInNumberRow(String text, int start, int end) {
        boolean blanks = false;
        for (int i = start; i < end; i++) {
            blanks |= text.charAt(i) == ' ';
        }
        boolean before = Text.at(text, start - 1) == ' ' && Text.isDigitAt(text, start - 2);
        boolean after = Text.at(text, end) == ' ' && Text.isDigitAt(text, end + 1);
        return blanks && (before || after);
    }

    /** Whether the run of digits is a bare number of a length in question, or a separated one may begin with it. */
    static boolean mayIdentify(String text, int start, int end) {
        int digits = end - start;
        if (digits > 4) {
            return digits >= SHORTEST_BARE && digits <= LONGEST_BARE;
        }
        boolean begins = digits >= 3 || (digits == 1 && text.charAt(start) == '1');
        boolean goesOn = Text.isDigitAt(text, end + 1) || Text.at(text, end + 1) == '(';
        return begins && goesOn && isSeparator(text.charAt(end));
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == ' ' || c == '.';
    }
}
