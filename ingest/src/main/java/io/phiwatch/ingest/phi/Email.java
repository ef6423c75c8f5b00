package io.phiwatch.ingest.phi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises the address around an at sign. */
final class Email {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_TOP_LEVEL = 24;
    private static final double SCORE = 0.95;
    /** Names such as icon@2x.png are files. */
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "php", "json", "local");

    private Email() {}

    static @Nullable PhiFinding around(Text text, int at) {
        int start = startOfLocal(text, at);
        if (start == at || isUserOfUrl(text, start) || isRepository(text, start, at)) {
            return null;
        }
        int end = endOfDomain(text, at + 1);
        return end < 0 ? null : new PhiFinding(PhiType.EMAIL, start, end, SCORE);
    }

    private static int startOfLocal(Text text, int at) {
        int start = at;
        while (start > text.start && at - start < LONGEST_LOCAL && isLocal(text.chars[start - 1])) {
            start--;
        }
        while (start < at && isPunctuation(text.chars[start])) {
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
    private static boolean isUserOfUrl(Text text, int start) {
        int from = start - 1;
        int limit = Math.max(0, start - LONGEST_LOCAL);
        while (from > limit && text.chars[from] != '/' && text.chars[from] > ' ' && text.chars[from] != '=') {
            from--;
        }
        return from > 1 && text.chars[from] == '/' && text.chars[from - 1] == '/';
    }

    /** The fixed user of Git remotes: {@code git@host:owner/name}. */
    private static boolean isRepository(Text text, int start, int at) {
        return at - start == 3 && text.at(start) == 'g' && text.at(start + 1) == 'i' && text.at(start + 2) == 't';
    }

    private static int endOfDomain(Text text, int from) {
        int end = from;
        int lastDot = -1;
        while (end < text.end && end - from < LONGEST_DOMAIN) {
            char c = text.chars[end];
            if (c == '.' && end > from && text.chars[end - 1] != '.') {
                if (!isDomain(text.at(end + 1))) {
                    break;
                }
                lastDot = end;
            } else if (!isDomain(c)) {
                break;
            }
            end++;
        }
        while (end > from && text.chars[end - 1] == '-') {
            end--;
        }
        return lastDot > from && isTopLevel(text, lastDot + 1, end) ? end : -1;
    }

    private static boolean isDomain(char c) {
        return Text.isAlphanumeric(c) || c == '-' || isForeign(c);
    }

    private static boolean isTopLevel(Text text, int start, int end) {
        int length = end - start;
        if (length < 2 || length > LONGEST_TOP_LEVEL) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Text.isDigit(text.chars[i]) && !isPunycode(text, start)) {
                return false;
            }
        }
        return !FILE_ENDINGS.contains(text.lowerCase(start, end));
    }

    private static boolean isPunycode(Text text, int start) {
        return text.at(start) == 'x' && text.at(start + 1) == 'n' && text.at(start + 2) == '-';
    }
}
