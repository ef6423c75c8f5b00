package io.phiwatch.ingest.phi;

import org.jspecify.annotations.Nullable;

/** Recognises dates, and takes those for a birth that a word says are. */
final class Dates {
    private static final double CERTAIN = 1.0;
    private static final double BY_HINT = 0.9;
    private static final int OLDEST = 1880;
    private static final int LATEST = 2100;

    private Dates() {}

    /** A date of birth whose first number begins there; a month's name may stand before it. */
    static @Nullable PhiFinding bornAt(Text text, int start, Context context) {
        int begin = start;
        int end = endAt(text, start);
        if (end < 0) {
            int month = startOfMonthBefore(text, start);
            end = month < 0 ? endOfDayMonthYear(text, start) : endOfDayYear(text, start);
            begin = month < 0 ? start : month;
        }
        if (end < 0) {
            return bare(text, start, context);
        }
        int hints = context.at(begin);
        if (!Hints.has(hints, Hints.BIRTH) || !endsDate(text, end)) {
            return null;
        }
        return new PhiFinding(
                PhiType.DATE_OF_BIRTH, begin, end, Hints.adjacent(hints, Hints.BIRTH) ? CERTAIN : BY_HINT);
    }

    private static boolean endsDate(Text text, int end) {
        return !text.isAlphanumericAt(end) || (text.at(end) == 'T' && text.isDigitAt(end + 1));
    }

    /** End of a date in figures, such as 1980-04-12, 4/12/1980, 12.04.80; else -1. */
    static int endAt(Text text, int start) {
        int first = text.endOfDigits(start);
        char separator = text.at(first);
        if (first - start > 4 || !(separator == '-' || separator == '/' || separator == '.' || separator == ' ')) {
            return -1;
        }
        int second = text.endOfDigits(first + 1);
        int secondLength = second - first - 1;
        if (secondLength < 1 || secondLength > 2 || text.at(second) != separator) {
            return -1;
        }
        int third = text.endOfDigits(second + 1);
        int thirdLength = third - second - 1;
        boolean valid = first - start == 4
                ? thirdLength <= 2
                        && isDate(
                                text.number(start, 4),
                                text.number(first + 1, secondLength),
                                day(text, second, thirdLength))
                : first - start <= 2 && isShortDate(text, start, first, second, thirdLength);
        return valid ? third : -1;
    }

    private static int day(Text text, int before, int length) {
        return length < 1 ? 0 : text.number(before + 1, length);
    }

    private static boolean isShortDate(Text text, int start, int first, int second, int yearLength) {
        if (yearLength != 4 && yearLength != 2) {
            return false;
        }
        int year = text.number(second + 1, yearLength) + (yearLength == 2 ? 1900 : 0);
        int one = text.number(start, first - start);
        int other = text.number(first + 1, second - first - 1);
        return isDate(year, one, other) || isDate(year, other, one);
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= OLDEST && year < LATEST && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    /** Eight figures, only as the value of a field: 19800412 or 04121980. */
    private static @Nullable PhiFinding bare(Text text, int start, Context context) {
        if (!text.hasDigits(start, 8) || !text.beginsToken(start) || !text.endsToken(start + 8)) {
            return null;
        }
        boolean date = isDate(text.number(start, 4), text.number(start + 4, 2), text.number(start + 6, 2))
                || isDate(text.number(start + 4, 4), text.number(start, 2), text.number(start + 2, 2));
        boolean told = date && Hints.adjacent(context.at(start), Hints.BIRTH);
        return told ? new PhiFinding(PhiType.DATE_OF_BIRTH, start, start + 8, BY_HINT) : null;
    }

    /** April 12, 1980: start of the month's name before the day; else -1. */
    private static int startOfMonthBefore(Text text, int day) {
        int at = day - 1;
        while (at > day - 3 && (Text.isBlank(text.at(at)) || text.at(at) == '.')) {
            at--;
        }
        if (at == day - 1 || !text.isLetterAt(at)) {
            return -1;
        }
        int start = at;
        while (at - start < 9 && text.isLetterAt(start - 1)) {
            start--;
        }
        return isMonth(text, start, at + 1) ? start : -1;
    }

    private static int endOfDayYear(Text text, int day) {
        int at = afterDay(text, day);
        return at < 0 ? -1 : endOfYear(text, afterComma(text, at));
    }

    /** 12 April 1980. */
    private static int endOfDayMonthYear(Text text, int day) {
        int at = afterDay(text, day);
        if (at < 0 || !(Text.isBlank(text.at(at)) || text.at(at) == '-')) {
            return -1;
        }
        int month = at + 1;
        int monthEnd = text.endOfLetters(month);
        if (!isMonth(text, month, monthEnd)) {
            return -1;
        }
        int after = text.at(monthEnd) == '.' ? monthEnd + 1 : monthEnd;
        return endOfYear(text, text.at(after) == '-' ? after + 1 : afterComma(text, after));
    }

    /** End of a day of the month and of its ordinal ending; -1 where there is none. */
    private static int afterDay(Text text, int day) {
        int end = text.endOfDigits(day);
        if (end - day > 2 || end == day || text.number(day, end - day) > 31) {
            return -1;
        }
        int letters = text.endOfLetters(end);
        boolean ordinal = letters - end == 2 && "st nd rd th".contains(text.lowerCase(end, letters));
        return letters == end || ordinal ? letters : -1;
    }

    private static int afterComma(Text text, int at) {
        int next = text.at(at) == ',' ? at + 1 : at;
        return Text.isBlank(text.at(next)) ? next + 1 : next;
    }

    private static int endOfYear(Text text, int at) {
        boolean year = text.hasDigits(at, 4) && text.number(at, 4) >= OLDEST && text.number(at, 4) < LATEST;
        return year ? at + 4 : -1;
    }

    private static boolean isMonth(Text text, int start, int end) {
        int length = end - start;
        if (length < 3 || length > 9) {
            return false;
        }
        return switch (text.lowerCase(start, end)) {
            case "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec" -> true;
            case "january", "february", "march", "april", "june", "july" -> true;
            case "august", "september", "october", "november", "december" -> true;
            default -> false;
        };
    }
}
