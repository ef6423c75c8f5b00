package io.phiwatch.ingest.phi;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises the address around an at sign, also where the sign is percent-encoded. */
final class Email {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_TOP_LEVEL = 24;
    private static final double SCORE = 0.95;
    /** Names such as icon@2x.png are files. */
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "php", "json", "local");

    private Email() {}

    /** Number of characters that stand for an at sign there: 1, 3 for {@code %40}, 5 for {@code %2540}, or 0. */
    static int atSign(String text, int at) {
        if (text.charAt(at) == '@') {
            return 1;
        }
        if (Text.at(text, at + 1) == '4' && Text.at(text, at + 2) == '0') {
            return 3;
        }
        boolean twice = Text.at(text, at + 1) == '2' && Text.at(text, at + 2) == '5';
        return twice && Text.at(text, at + 3) == '4' && Text.at(text, at + 4) == '0' ? 5 : 0;
    }

    static @Nullable PhiFinding around(String text, int at, int signLength) {
        int start = startOfLocal(text, at);
        if (start == at || isUserOfUrl(text, start) || isRepository(text, start, at)) {
            return null;
        }
        int end = endOfDomain(text, at + signLength);
        return end < 0 ? null : new PhiFinding(PhiType.EMAIL, start, end, SCORE);
    }

    private static int startOfLocal(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        // the two digits behind a percent sign belong to an encoded character, not to the address
        if (Text.at(text, start - 1) == '%') {
            start = Math.min(at, start + 2);
        }
        while (start < at && isPunctuation(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static boolean isLocal(char c) {
        return Text.isAlphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '\'' || isForeign(c);
    }

    /** What stands before an address more often than it begins one: quotes, dots, plus signs. */
    private static boolean isPunctuation(char c) {
        return c == '.' || c == '\'' || c == '+' || c == '-';
    }

    private static boolean isForeign(char c) {
        return c >= 128 && Character.isLetterOrDigit(c);
    }

    /** Credentials in a URL look like an address: {@code https://user:password@host.org/}. */
    private static boolean isUserOfUrl(String text, int start) {
        int from = start - 1;
        int limit = Math.max(0, start - LONGEST_LOCAL);
        while (from > limit && text.charAt(from) != '/' && text.charAt(from) > ' ' && text.charAt(from) != '=') {
            from--;
        }
        return from > 1 && text.charAt(from) == '/' && text.charAt(from - 1) == '/';
    }

    /** The fixed user of Git remotes: {@code git@host:owner/name}. */
    private static boolean isRepository(String text, int start, int at) {
        return at - start == 3 && Text.at(text, start) == 'g' && Text.at(text, start + 1) == 'i';
    }

    private static int endOfDomain(String text, int from) {
        int end = from;
        int lastDot = -1;
        while (end < text.length() && end - from < LONGEST_DOMAIN) {
            char c = text.charAt(end);
            if (c == '.' && end > from && text.charAt(end - 1) != '.') {
                if (!isDomain(Text.at(text, end + 1))) {
                    break;
                }
                lastDot = end;
            } else if (!isDomain(c)) {
                break;
            }
            end++;
        }
        while (end > from && text.charAt(end - 1) == '-') {
            end--;
        }
        return lastDot > from && isTopLevel(text, lastDot + 1, end) ? end : -1;
    }

    private static boolean isDomain(char c) {
        return Text.isAlphanumeric(c) || c == '-' || isForeign(c);
    }

    private static boolean isTopLevel(String text, int start, int end) {
        int length = end - start;
        if (length < 2 || length > LONGEST_TOP_LEVEL) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Text.isDigit(text.charAt(i)) && !punycode(text, start)) {
                return false;
            }
        }
        return !FILE_ENDINGS.contains(text.subSequence(start, end).toString().toLowerCase(Locale.ROOT));
    }

    private static boolean punycode(String text, int start) {
        return Text.at(text, start) == 'x' && Text.at(text, start + 1) == 'n' && Text.at(text, start + 2) == '-';
    }
}
