package io.phiwatch.ingest.phi;

/**
 * Looks back from a value for the words that say what it is. The name of a field (a word before a colon or an equals
 * sign) speaks for its value alone; in prose the nearest telling word counts, within a few words. Nothing is read
 * unless a value in question is there, and never more than a fixed stretch, so a text takes linear time. Not
 * thread-safe.
 */
final class Context {
    /** About five words. */
    private static final int REACH = 48;
    /** Between a name and its value: quotes, brackets, a number sign. */
    private static final int LONGEST_GAP = 14;

    private static final int PHRASE_WORDS = 5;
    private static final int PHRASE_GAP = 3;

    private final Text text;
    private int last = -1;
    private int lastHints;
    /** Start of the word or phrase that was read last. */
    private int phraseStart;

    Context(Text text) {
        this.text = text;
    }

    /** Hints at a value that begins there. */
    int at(int start) {
        if (start != last) {
            last = start;
            lastHints = lookBack(start, false);
        }
        return lastHints;
    }

    /** The same if they stand right before the value; what stands farther away is not read. */
    int rightBefore(int start) {
        int hints = start == last ? lastHints : lookBack(start, true);
        return Hints.has(hints, Hints.ADJACENT) ? hints : Hints.NONE;
    }

    /** Hints of the name that ends before that place, closing quotes and brackets aside. */
    int ofName(int end) {
        int at = end - 1;
        while (at >= 0 && end - at < 4 && isClosing(text.chars[at])) {
            at--;
        }
        if (at >= 0 && Text.isDigit(text.chars[at])) {
            at--;
        }
        return at >= 0 && Text.isLetter(text.chars[at]) ? phrase(at) : Hints.NONE;
    }

    private int lookBack(int start, boolean onlyAdjacent) {
        int at = start - 1;
        int lowest = Math.max(-1, start - LONGEST_GAP);
        int sign = -1;
        boolean adjacent = true;
        while (at > lowest && !Text.isAlphanumeric(text.chars[at])) {
            char c = text.chars[at];
            if (isSign(c) && sign < 0) {
                sign = at;
            }
            if (isBreak(c)) {
                adjacent = false;
                if (sign < 0 && c == '&') {
                    return Hints.NONE;
                }
            }
            at--;
        }
        if (sign >= 0 && adjacent) {
            return ofField(at, sign, start, onlyAdjacent);
        }
        return inProse(at, start, adjacent ? Hints.FILLER : Hints.NONE, onlyAdjacent);
    }

    /** The name of a field; where a line of prose has a colon that tells nothing, what stands before it. */
    private int ofField(int from, int sign, int start, boolean onlyAdjacent) {
        boolean strict = text.chars[sign] == '=' || isQuote(text.at(sign - 1));
        int between = Hints.FILLER;
        int at = skipDigits(from);
        while (at >= 0 && Text.isLetter(text.chars[at])) {
            int hint = phrase(at);
            if (Hints.tell(hint)) {
                return hint | Hints.KEYED | Hints.distance(between);
            }
            between = Hints.between(between, hint);
            int next = phraseStart - 1;
            while (next >= 0 && isInsideName(text.chars[next])) {
                next--;
            }
            at = next;
        }
        return strict ? Hints.KEYED : inProse(at, start, between, onlyAdjacent);
    }

    private int skipDigits(int from) {
        int at = from;
        while (at >= 0 && (Text.isDigit(text.chars[at]) || isInsideName(text.chars[at]))) {
            at--;
        }
        return at;
    }

    private int inProse(int from, int start, int soFar, boolean onlyAdjacent) {
        int lowest = Math.max(-1, start - REACH);
        int between = soFar;
        boolean key = false;
        int at = from;
        while (at > lowest && !(onlyAdjacent && between != Hints.FILLER)) {
            char c = text.chars[at];
            if (Text.isLetter(c)) {
                int hint = isWord(at, start) ? phrase(at) : wholeToken(at);
                if (Hints.tell(hint)) {
                    return hint | Hints.distance(between);
                }
                if (key) {
                    return Hints.NONE;
                }
                between = Hints.between(between, hint);
                at = phraseStart - 1;
                continue;
            }
            if (c == '&' || c == '{' || c == '}') {
                return Hints.NONE;
            }
            key = c == '=' || (c == ':' && !text.isDigitAt(at - 1)) || (key && isClosing(c));
            if (Text.isDigit(c) || isBreak(c)) {
                between = Hints.NONE;
            }
            at--;
        }
        return Hints.NONE;
    }

    /** Whether letters end there that stand alone, or with a short number behind them as in ICD10. */
    private boolean isWord(int lastLetter, int start) {
        int digits = text.endOfDigits(lastLetter + 1);
        boolean ends = digits >= start || (digits - lastLetter <= 3 && !text.isLetterAt(digits));
        return ends && !text.isDigitAt(text.startOfLetters(lastLetter) - 1);
    }

    /** Letters among digits say nothing. */
    private int wholeToken(int lastLetter) {
        phraseStart = text.startOfLetters(lastLetter);
        return Hints.NONE;
    }

    /** Hints of the longest phrase whose last letter stands there. */
    private int phrase(int lastLetter) {
        long hash = 0;
        int at = lastLetter;
        int hints = Hints.NONE;
        for (int word = 0; word < PHRASE_WORDS; word++) {
            hash = Hints.extended(hash, text.chars[at]);
            while (!beginsWord(at) && lastLetter - at < REACH) {
                at--;
                hash = Hints.extended(hash, text.chars[at]);
            }
            int found = Hints.of(hash);
            if (word == 0 || found != Hints.NONE) {
                hints = found;
                phraseStart = at;
            }
            at = endOfWordBefore(at);
            if (at < 0 || lastLetter - at > REACH) {
                break;
            }
        }
        return hints;
    }

    /** Not inside a run of letters; a capital behind a small letter begins the next word of a name in camel case. */
    private boolean beginsWord(int at) {
        int before = Text.kind(text.at(at - 1));
        if ((before & Text.LETTER) == 0) {
            return true;
        }
        boolean upper = Text.kind(text.chars[at]) == Text.UPPER;
        return upper && (before == Text.LOWER || text.isLowerAt(at + 1));
    }

    /** Last letter of the word before, where it may belong to the same phrase; else -1. */
    private int endOfWordBefore(int start) {
        int at = start - 1;
        while (at >= 0 && start - at <= PHRASE_GAP && (isInsideName(text.chars[at]) || Text.isBlank(text.chars[at]))) {
            at--;
        }
        return at >= 0 && Text.isLetter(text.chars[at]) ? at : -1;
    }

    private static boolean isInsideName(char c) {
        return c == '_' || c == '-' || c == '.' || c == '[' || c == ']' || c == '\'';
    }

    private static boolean isClosing(char c) {
        return isQuote(c) || c == ']' || c == '\\' || c == ' ' || c == ')';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\\' || c == '`';
    }

    private static boolean isSign(char c) {
        return c == '=' || c == ':';
    }

    /** What separates two statements. */
    private static boolean isBreak(char c) {
        return c == ',' || c == ';' || c == '&' || c == '|' || c == '{' || c == '}' || c == '?' || c == '!' || c == '/';
    }
}
