package io.phiwatch.ingest.adapter.weblog;

import java.util.ArrayList;
import java.util.List;

/** Cuts a log line into words, quoted texts and texts in square brackets. */
final class LineTokens {
    private static final int MOST = 64;

    private LineTokens() {}

    /** Kind of a token. */
    enum Kind {
        WORD,
        QUOTED,
        BRACKETED
    }

    /**
     * A token.
     *
     * @param text without quotes or brackets; escapes as they are written
     * @param start where it begins in the line, its quote or bracket included
     */
    record Token(Kind kind, String text, int start) {
        boolean is(Kind other) {
            return kind == other;
        }
    }

    /** Tokens of the line; the rest of one with too many is left out. */
    static List<Token> of(String line) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < line.length() && tokens.size() < MOST) {
            char c = line.charAt(at);
            if (c <= ' ') {
                at++;
            } else if (c == '"') {
                int end = endOfQuoted(line, at + 1);
                tokens.add(new Token(Kind.QUOTED, line.substring(at + 1, end), at));
                at = end + 1;
            } else if (c == '[' && line.indexOf(']', at) > 0) {
                int end = line.indexOf(']', at);
                tokens.add(new Token(Kind.BRACKETED, line.substring(at + 1, end), at));
                at = end + 1;
            } else {
                int end = endOfWord(line, at);
                tokens.add(new Token(Kind.WORD, line.substring(at, end), at));
                at = end;
            }
        }
        return tokens;
    }

    /** A quote ends the text if it isn't escaped; some writers escape nothing, so a blank or the end must follow. */
    private static int endOfQuoted(String line, int from) {
        int lastQuote = -1;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                lastQuote = i;
                if (i + 1 == line.length() || line.charAt(i + 1) <= ' ') {
                    return i;
                }
            }
        }
        return lastQuote >= 0 ? lastQuote : line.length();
    }

    private static int endOfWord(String line, int from) {
        int end = from;
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return end;
    }
}
