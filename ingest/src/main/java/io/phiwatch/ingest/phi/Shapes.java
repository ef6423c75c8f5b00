package io.phiwatch.ingest.phi;

/** Tells a separated number from a row of unrelated numbers. */
final class Shapes {
    private Shapes() {}

    /** Whether blanks separate its groups and further numbers stand beside it, as in a table of counts. */
    static boolean isInNumberRow(CharSequence text, int start, int end) {
        boolean blanks = false;
        for (int i = start; i < end; i++) {
            blanks |= text.charAt(i) == ' ';
        }
        boolean before = Text.at(text, start - 1) == ' ' && Text.isDigitAt(text, start - 2);
        boolean after = Text.at(text, end) == ' ' && Text.isDigitAt(text, end + 1);
        return blanks && (before || after);
    }
}
