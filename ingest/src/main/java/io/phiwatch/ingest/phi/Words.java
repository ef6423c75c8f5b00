package io.phiwatch.ingest.phi;

/**
 * Reads words and remembers what the last ones hint at. A name of a field (a word before {@code :} or {@code =})
 * replaces all earlier hints; in prose a hint holds for a few words. Not thread-safe.
 */
final class Words {
    /** About five words. */
    private static final int REACH = 48;

    private final String text;
    private int hints;
    private int hintsEnd;
    /** Hints of the parts of the name being read, such as the two of {@code phone_number}. */
    private int name;

    private int previous;
    private boolean awaitingMrn;

    Words(String text) {
        this.text = text;
    }

    /** Hints of a text that is the name of a field. */
    int ofWholeText() {
        int i = 0;
        while (i < text.length()) {
            i = Text.isLetter(text.charAt(i)) ? read(i) : i + 1;
        }
        return name | (awaitingMrn ? Hints.MRN : 0);
    }

    /** Reads the word that begins there; returns its end. */
    int read(int start) {
        int end = endOfWord(start);
        int hint = Hints.of(text, start, end);
        if (!continuesName(start)) {
            name = Hints.NONE;
        }
        int combined = hint | phrase(hint);
        name |= combined;
        awaitMrn(combined, hint);
        if (endsName(end)) {
            closeName(end);
        } else if (combined != Hints.NONE && (combined & Hints.FILLER) == 0) {
            hints = end - hintsEnd > REACH ? combined : hints | combined;
            hintsEnd = end;
        }
        previous = hint;
        return end;
    }

    /** Hints that still hold at a number that begins there. */
    int at(int start) {
        return start - hintsEnd <= REACH ? hints : Hints.NONE;
    }

    boolean isAwaitingMrn() {
        return awaitingMrn;
    }

    void stopAwaitingMrn() {
        awaitingMrn = false;
    }

    /** A capital behind a small letter begins the next word of a name in camel case. */
    private int endOfWord(int start) {
        int end = start + 1;
        boolean lower = Text.isLower(text.charAt(start));
        while (end < text.length() && Text.isLetter(text.charAt(end))) {
            boolean next = Text.isLower(text.charAt(end));
            if (lower && !next) {
                break;
            }
            lower = next;
            end++;
        }
        return end;
    }

    private boolean continuesName(int start) {
        char before = Text.at(text, start - 1);
        return before == '_' || before == '-' || before == '.' || before == '[' || Text.isAlphanumeric(before);
    }

    private int phrase(int hint) {
        boolean ofPatient = (hint & Hints.NUMBER_OF) != 0 && (previous & (Hints.PATIENT | Hints.CHART)) != 0;
        boolean medicalRecord = (hint & Hints.RECORD) != 0 && (previous & Hints.MEDICAL) != 0;
        return ofPatient || medicalRecord ? Hints.MRN : Hints.NONE;
    }

    private void awaitMrn(int combined, int hint) {
        if ((combined & (Hints.MRN | Hints.CHART)) != 0) {
            awaitingMrn = true;
        } else if ((hint & (Hints.FILLER | Hints.NUMBER_OF)) == 0) {
            awaitingMrn = false;
        }
    }

    private void closeName(int end) {
        if ((name & ~Hints.FILLER) == Hints.NONE && (name & Hints.FILLER) != 0) {
            return;
        }
        hints = name;
        hintsEnd = end;
        boolean chart = awaitingMrn && (name & Hints.CHART) != 0;
        awaitingMrn = chart || (name & Hints.MRN) != 0;
    }

    /** Whether a colon or an equals sign follows, maybe behind a quote, escaped or not. */
    private boolean endsName(int end) {
        int at = end;
        while (at < text.length() && at < end + 4 && isClosing(text.charAt(at))) {
            at++;
        }
        if (Text.at(text, at) == ' ' && (at > end)) {
            at++;
        }
        char sign = Text.at(text, at);
        return sign == '=' || (sign == ':' && Text.at(text, at + 1) != '/');
    }

    private static boolean isClosing(char c) {
        return c == '"' || c == '\'' || c == '\\' || c == ']';
    }
}
