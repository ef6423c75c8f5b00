package io.phiwatch.ingest.phi;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises the street part of a postal address: a house number, a few words and the kind of street; or a PO box. */
final class Addresses {
    private static final double CERTAIN = 0.95;
    private static final double BY_SHAPE = 0.7;
    private static final int MOST_WORDS = 5;
    private static final int MOST_HOUSE_DIGITS = 6;
    private static final Set<String> STREETS = Set.of(
            "st",
            "street",
            "ave",
            "avenue",
            "av",
            "rd",
            "road",
            "blvd",
            "boulevard",
            "ln",
            "lane",
            "dr",
            "drive",
            "ct",
            "court",
            "pl",
            "place",
            "ter",
            "terrace",
            "pkwy",
            "parkway",
            "hwy",
            "highway",
            "cir",
            "circle",
            "sq",
            "square",
            "trl",
            "trail",
            "way",
            "aly",
            "alley",
            "loop",
            "plaza",
            "plz",
            "crescent",
            "expressway",
            "path",
            "pike",
            "row",
            "streets",
            "squares",
            "turnpike",
            "walk",
            "xing",
            "crossing");
    /** Kinds of street that are common words too, and count only where an address is told or a unit follows. */
    private static final Set<String> COMMON = Set.of("way", "path", "row", "walk", "loop", "place", "drive", "pl");

    private static final Set<String> UNITS =
            Set.of("apt", "apartment", "unit", "suite", "ste", "fl", "floor", "room", "rm");
    /** Things with a number before them that end in the name of a street. */
    private static final Set<String> PRODUCTS = Set.of("google", "hard", "flash", "usb", "shared", "network", "disk");

    private Addresses() {}

    /** Begins at the house number. */
    static @Nullable PhiFinding at(Text text, int start, int endOfNumber, Context context, boolean mayBeTold) {
        if (endOfNumber - start > MOST_HOUSE_DIGITS || !Text.isBlank(text.at(endOfNumber))) {
            return null;
        }
        if (!text.isAlphanumericAt(endOfNumber + 1) || !text.beginsToken(start)) {
            return null;
        }
        boolean told = false;
        if (!text.isUpperAt(endOfNumber + 1)) {
            // small letters only where an address is expected, but for numbered streets, as in 12 5th Ave
            told = mayBeTold && Hints.near(context.at(start), Hints.ADDRESS);
            if (!told && !isOrdinal(text, endOfNumber + 1)) {
                return null;
            }
        }
        int end = endOfStreet(text, endOfNumber + 1, told);
        if (end < 0) {
            return null;
        }
        told |= Hints.near(context.at(start), Hints.ADDRESS);
        int whole = endOfUnit(text, end);
        boolean common = COMMON.contains(lastWord(text, end)) && whole == end && !endsLine(text, end);
        return told || !common ? new PhiFinding(PhiType.ADDRESS, start, whole, told ? CERTAIN : BY_SHAPE) : null;
    }

    /** Whether the name of a street may begin there, where nothing tells of one: in capitals, or numbered. */
    static boolean mayBegin(Text text, int at) {
        return text.isUpperAt(at) || isOrdinal(text, at);
    }

    private static boolean isOrdinal(Text text, int at) {
        if (!text.isDigitAt(at)) {
            return false;
        }
        int letters = text.endOfDigits(at);
        return letters - at <= 3 && text.endOfLetters(letters) == letters + 2;
    }

    private static String lastWord(Text text, int end) {
        int start = end;
        while (text.isLetterAt(start - 1)) {
            start--;
        }
        return text.lowerCase(start, end);
    }

    private static boolean endsLine(Text text, int end) {
        char c = text.at(end);
        return c == 0 || c == ',' || c == '"' || c == '\'' || c == '&' || c == '.' || c == '#' || c == '\n' || c == ';'
                || c == '>' || c == ')';
    }

    private static int endOfStreet(Text text, int from, boolean anyCase) {
        int at = from;
        for (int word = 0; word < MOST_WORDS; word++) {
            int end = endOfWord(text, at);
            if (end == at || (!anyCase && text.isLowerAt(at) && word > 0 && end - at > 3)) {
                return -1;
            }
            String name = text.lowerCase(at, Math.min(end, at + 12));
            if (word == 0 && PRODUCTS.contains(name)) {
                return -1;
            }
            if (word > 0 && STREETS.contains(name) && !text.isLetterAt(end)) {
                return afterDirection(text, text.at(end) == '.' && Text.isBlank(text.at(end + 1)) ? end + 1 : end);
            }
            at = text.at(end) == '.' ? end + 1 : end;
            if (!Text.isBlank(text.at(at))) {
                return -1;
            }
            at++;
        }
        return -1;
    }

    private static int endOfWord(Text text, int from) {
        int at = from;
        while (isInWord(text.at(at))) {
            at++;
        }
        return at;
    }

    private static boolean isInWord(char c) {
        return Text.isAlphanumeric(c) || c == '\'' || c == '-' || (c >= 128 && Character.isLetter(c));
    }

    /** Behind the street: NW, South. */
    private static int afterDirection(Text text, int end) {
        int word = end + 1;
        int wordEnd = text.endOfLetters(word);
        if (!Text.isBlank(text.at(end)) || wordEnd - word > 2 || wordEnd == word) {
            return end;
        }
        return switch (text.lowerCase(word, wordEnd)) {
            case "n", "s", "e", "w", "nw", "ne", "sw", "se" -> wordEnd;
            default -> end;
        };
    }

    /** Behind the street: Apt 4B, Suite 200, #5. */
    private static int endOfUnit(Text text, int end) {
        int at = end;
        while (at - end < 2 && (text.at(at) == ',' || Text.isBlank(text.at(at)))) {
            at++;
        }
        int letters = text.endOfLetters(at);
        boolean named = letters > at && UNITS.contains(text.lowerCase(at, Math.min(letters, at + 10)));
        if (!named && text.at(at) != '#') {
            return end;
        }
        int number = named ? letters : at;
        while (number - letters < 3 && !text.isAlphanumericAt(number) && number < text.end) {
            number++;
        }
        int whole = text.endOfToken(number);
        return whole > number && whole - number <= 6 ? whole : end;
    }

    /** PO Box 123, begins at the number. */
    static @Nullable PhiFinding boxAt(Text text, int start, int endOfNumber) {
        int from = Math.max(text.start, start - 16);
        String before = new String(text.chars, from, start - from)
                .toLowerCase(Locale.ROOT)
                .replace('+', ' ');
        int box = Math.max(before.lastIndexOf("po box "), before.lastIndexOf("p.o. box "));
        boolean ends = box >= 0 && before.indexOf("box ", box) + 4 == before.length();
        boolean counts = ends && text.beginsToken(from + box) && text.endsToken(endOfNumber);
        return counts ? new PhiFinding(PhiType.ADDRESS, from + box, endOfNumber, CERTAIN) : null;
    }
}
