package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/**
 * Recognises telephone numbers of the North American plan by their separators or their country code; others, written in
 * groups or with a plus sign, only beside a word that says so.
 */
final class Phones {
    private static final double CERTAIN = 1.0;
    private static final double BY_SHAPE = 0.75;
    private static final double BY_HINT = 0.8;
    private static final double BY_BLANKS = 0.5;
    /** Of a number of any plan. */
    static final int FEWEST_DIGITS = 7;
    /** ITU-T E.164. */
    private static final int MOST_DIGITS = 15;

    private Phones() {}

    /** Begins at a digit, a plus sign or an opening parenthesis. */
    static @Nullable PhiFinding at(Text text, int start, int hints) {
        boolean hinted = Hints.has(hints, Hints.PHONE);
        boolean begins = hinted ? !text.isAlphanumericAt(start - 1) : text.beginsToken(start);
        if (!begins || Hints.adjacent(hints, Hints.PRODUCT)) {
            return null;
        }
        int national = afterCountryCode(text, start);
        int end = endOfNational(text, national);
        if (end > 0 && endsNumber(text, end) && !Digits.isInRow(text, start, end)) {
            boolean bare = end - national == 10;
            boolean counts = !bare || hinted || text.chars[start] == '+';
            int whole = endOfExtension(text, end);
            return counts ? new PhiFinding(PhiType.PHONE, start, whole, score(text, national, end, hinted)) : null;
        }
        return foreign(text, start, hints);
    }

    private static double score(Text text, int start, int end, boolean hinted) {
        if (hinted) {
            return end - start == 10 ? BY_HINT : CERTAIN;
        }
        return text.at(start + 3) == ' ' && text.isDigitAt(start) ? BY_BLANKS : BY_SHAPE;
    }

    /** Start of the ten digits: behind {@code +1}, {@code 1-} or a leading 1, else where it was. */
    private static int afterCountryCode(Text text, int start) {
        int at = text.chars[start] == '+' ? start + 1 : start;
        if (text.at(at) != '1') {
            return start;
        }
        char next = text.at(at + 1);
        boolean blank = Text.isBlank(next) && (text.at(at + 2) == '(' || text.isDigitAt(at + 2));
        return blank || next == '-' || next == '.' ? at + 2 : at + 1;
    }

    /** End of ten digits, bare or as 415-555-0133, 415.555.0133, 415 555 0133, (415) 555-0133; else -1. */
    private static int endOfNational(Text text, int start) {
        boolean enclosed = text.at(start) == '(';
        int area = enclosed ? start + 1 : start;
        int areaEnd = text.endOfDigits(area);
        if (!enclosed && areaEnd - area == 10) {
            return isPlausible(text, area, area + 3) ? areaEnd : -1;
        }
        if (areaEnd - area != 3 || (enclosed && text.at(areaEnd) != ')')) {
            return -1;
        }
        int exchange = enclosed ? afterParenthesis(text, areaEnd + 1) : areaEnd + 1;
        char separator = text.at(exchange + 3);
        boolean separated = Text.isSeparator(separator)
                && (enclosed || text.at(areaEnd) == separator)
                && text.hasDigits(exchange, 3)
                && text.hasDigits(exchange + 4, 4);
        return separated && isPlausible(text, area, exchange) ? exchange + 8 : -1;
    }

    private static int afterParenthesis(Text text, int at) {
        return Text.isSeparator(text.at(at)) ? at + 1 : at;
    }

    /** Whether the North American plan assigns it: area and exchange begin with 2–9 and are not N11, area not N9X. */
    private static boolean isPlausible(Text text, int areaAt, int exchangeAt) {
        int area = text.number(areaAt, 3);
        int exchange = text.number(exchangeAt, 3);
        return area >= 200 && exchange >= 200 && area % 100 != 11 && exchange % 100 != 11 && area / 10 % 10 != 9;
    }

    /** Behind a number may follow its extension, or the name of the line, as in {@code 416 60 039-Office}. */
    private static boolean endsNumber(Text text, int end) {
        return text.endsToken(end) || endOfExtension(text, end) > end || namesLine(text, end);
    }

    /** End of {@code x123} or {@code ext. 123}; the same place where there is none. */
    private static int endOfExtension(Text text, int end) {
        int at = text.at(end) == ' ' ? end + 1 : end;
        int letters = text.endOfLetters(at);
        if (letters == at || !"x ext".contains(text.lowerCase(at, Math.min(letters, at + 4)))) {
            return end;
        }
        int digits = letters;
        while (text.at(digits) == '.' || text.at(digits) == ' ') {
            digits++;
        }
        int endOfDigits = text.endOfDigits(digits);
        return endOfDigits > digits && endOfDigits - digits <= 6 ? endOfDigits : end;
    }

    /** Whether the name of a line may begin with that. */
    static boolean mayNameLine(char c) {
        return switch (Text.lower(c)) {
            case 'o', 'f', 'm', 'p', 'c' -> true;
            default -> false;
        };
    }

    private static boolean namesLine(Text text, int end) {
        char gap = text.at(end);
        int at = gap == ' ' || gap == '-' ? end + 1 : end;
        if (!text.isLetterAt(at)) {
            return false;
        }
        int letters = text.endOfLetters(at);
        boolean key = "_=:\"".indexOf(text.at(letters)) >= 0 && letters < text.end;
        return !key
                && letters - at >= 3
                && letters - at <= 6
                && switch (text.lowerCase(at, letters)) {
                    case "office", "fax", "mobile", "phone", "cell" -> true;
                    default -> false;
                };
    }

    /** A number of any plan: a plus sign or groups, and a word beside it. */
    private static @Nullable PhiFinding foreign(Text text, int start, int hints) {
        int digits = 0;
        int groups = 0;
        int end = start;
        int at = text.chars[start] == '+' ? start + 1 : start;
        while (at < text.end && digits <= MOST_DIGITS) {
            int gap = at;
            while (at - gap < 3 && Text.isGroupGap(text.at(at))) {
                at++;
            }
            int groupEnd = text.endOfDigits(at);
            if (groupEnd == at) {
                break;
            }
            digits += groupEnd - at;
            groups++;
            at = groupEnd;
            end = groupEnd;
        }
        boolean told = Hints.near(hints, Hints.PHONE) || (groups > 1 && namesLine(text, end));
        boolean written = groups > 1 || text.chars[start] == '+';
        if (!told || !written || digits < FEWEST_DIGITS || digits > MOST_DIGITS || !endsNumber(text, end)) {
            return null;
        }
        boolean other = Dates.endAt(text, start) > 0
                || Digits.isInRow(text, start, end)
                || isNetworkAddress(text, start, end, groups);
        return other ? null : new PhiFinding(PhiType.PHONE, start, endOfExtension(text, end), BY_HINT);
    }

    private static boolean isNetworkAddress(Text text, int start, int end, int groups) {
        int dots = 0;
        for (int i = start; i < end; i++) {
            dots += text.chars[i] == '.' ? 1 : 0;
        }
        return groups == 4 && dots == 3;
    }
}
