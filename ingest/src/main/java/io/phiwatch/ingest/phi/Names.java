package io.phiwatch.ingest.phi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recognises names of persons: the value of a field that holds one, and in prose a first and a last name of the list,
 * at a weight too low to count alone.
 */
final class Names {
    private static final double BY_FIELD = 0.9;
    private static final double BY_FIELD_AND_LIST = 0.6;
    private static final double BY_TITLE = 0.45;
    private static final double BY_LIST = 0.4;
    private static final int LONGEST_WORD = 24;
    private static final int MOST_WORDS = 4;
    private static final Set<String> FIRST = read("first-names.txt");
    private static final Set<String> LAST = read("last-names.txt");
    /** What stands where a name should. */
    private static final Set<String> NO_NAMES = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "unknown",
            "empty",
            "string",
            "text",
            "varchar",
            "char",
            "required",
            "missing",
            "invalid",
            "blank",
            "redacted",
            "masked",
            "hidden",
            "test",
            "anonymous",
            "guest",
            "admin",
            "system",
            "root",
            "user",
            "the",
            "is",
            "and",
            "must",
            "should",
            "not",
            "no",
            "yes",
            "na",
            "can",
            "cannot",
            "asc",
            "desc",
            "field",
            "value",
            "name",
            "nan",
            "deleted",
            "removed",
            "filtered",
            "object",
            "const",
            "let",
            "var",
            "function",
            "self",
            "this",
            "return",
            "if",
            "was",
            "has");

    private Names() {}

    private static Set<String> read(String resource) {
        try (InputStream in = Objects.requireNonNull(Names.class.getResourceAsStream(resource));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.trim().split("\\s+", -1)))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value of a field, behind its sign.
     *
     * @param hints of the field's name
     */
    static @Nullable PhiFinding inField(Text text, int sign, int hints) {
        int start = sign + 1;
        while (start - sign < 5 && isOpening(text.at(start))) {
            start++;
        }
        boolean quoted = text.at(start - 1) == '"' || text.at(start - 1) == '\'';
        int end = endOfName(text, start, quoted);
        if (end < 0) {
            return null;
        }
        if (Hints.has(hints, Hints.NAME)) {
            return new PhiFinding(PhiType.NAME, start, end, BY_FIELD);
        }
        int first = text.endOfLetters(start);
        boolean listed = first < end && FIRST.contains(text.lowerCase(start, first));
        return listed ? new PhiFinding(PhiType.NAME, start, end, BY_FIELD_AND_LIST) : null;
    }

    private static boolean isOpening(char c) {
        return c == ' ' || c == '"' || c == '\\' || c == '\'' || c == '[';
    }

    /** End of up to four words; -1 where it is no name, or where in quotes more follows than a name. */
    private static int endOfName(Text text, int start, boolean quoted) {
        int at = start;
        int end = -1;
        for (int word = 0; word < MOST_WORDS; word++) {
            int wordEnd = endOfWord(text, at);
            int length = wordEnd - at;
            boolean small = text.isLowerAt(at);
            if (length == 0
                    || length > LONGEST_WORD
                    || isKey(text, wordEnd)
                    || (word > 0 && small && !quoted && !isParticle(text, at, wordEnd))) {
                break;
            }
            if (NO_NAMES.contains(text.lowerCase(at, wordEnd)) || text.isDigitAt(wordEnd) || text.at(wordEnd) == '_') {
                return -1;
            }
            end = text.at(wordEnd) == '.' ? wordEnd + 1 : wordEnd;
            char gap = text.at(end);
            int next = gap == ',' && text.at(end + 1) == ' ' && quoted ? end + 2 : end + 1;
            if (!Text.isBlank(gap) && next == end + 1) {
                break;
            }
            at = next;
        }
        if (end < 0 || (end - start < 2)) {
            return -1;
        }
        return quoted && !isClosing(text.at(end)) ? -1 : trimmed(text, end);
    }

    /** Between first and last name. */
    private static boolean isParticle(Text text, int start, int end) {
        boolean particle = switch (text.lowerCase(start, end)) {
            case "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "la", "le", "bin", "al", "el" ->
                true;
            default -> false;
        };
        return particle && Text.isBlank(text.at(end)) && text.isLetterAt(end + 1);
    }

    private static int trimmed(Text text, int end) {
        return text.at(end - 1) == '.' && text.at(end) != ' ' && text.at(end) != '"' ? end - 1 : end;
    }

    private static boolean isKey(Text text, int wordEnd) {
        return text.at(wordEnd) == '=' || (text.at(wordEnd) == ':' && text.at(wordEnd + 1) != ' ');
    }

    private static boolean isClosing(char c) {
        return c == '"' || c == '\'' || c == '\\' || c == '&' || c == 0;
    }

    private static int endOfWord(Text text, int from) {
        int at = from;
        while (isInName(text.at(at)) && (at > from || text.at(at) != '\'')) {
            at++;
        }
        return at > from && text.at(at - 1) == '\'' ? at - 1 : at;
    }

    private static boolean isInName(char c) {
        return Text.isLetter(c) || c == '\'' || c == '-' || (c >= 128 && Character.isLetter(c));
    }

    /** Two words with capitals, which the lists know or a title introduces. */
    static @Nullable PhiFinding inProse(Text text, int start, int endOfFirst) {
        int second = endOfFirst + 1;
        int length = endOfFirst - start;
        if (length < 2 || length > LONGEST_WORD || !text.isLowerAt(start + 1)) {
            return null;
        }
        boolean dotted = text.at(endOfFirst) == '.' && text.at(second) == ' ';
        int last = dotted ? second + 1 : second;
        if (!text.isUpperAt(last) || !text.isLowerAt(last + 1)) {
            return null;
        }
        String first = text.lowerCase(start, endOfFirst);
        if (isTitle(first)) {
            int end = text.endOfLetters(last);
            return new PhiFinding(PhiType.NAME, last, endOfFull(text, end), BY_TITLE);
        }
        int end = text.endOfLetters(last);
        boolean listed = !dotted && FIRST.contains(first) && LAST.contains(text.lowerCase(last, end));
        return listed && text.endsToken(end) ? new PhiFinding(PhiType.NAME, start, end, BY_LIST) : null;
    }

    private static int endOfFull(Text text, int end) {
        boolean more = text.at(end) == ' ' && text.isUpperAt(end + 1) && text.isLowerAt(end + 2);
        return more ? text.endOfLetters(end + 1) : end;
    }

    private static boolean isTitle(String word) {
        return switch (word) {
            case "mr", "mrs", "ms", "dr" -> true;
            default -> false;
        };
    }
}
