package io.phiwatch.ingest.phi;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A number that one site gives out, such as {@code CL-\d{6}}: letters, digits and signs that stand for themselves,
 * {@code \d}, {@code \w}, classes such as {@code [A-Z0-9]}, each with {@code {n}}, {@code {n,m}} or {@code ?}. All
 * places are followed at once in the bits of one word, so that every text takes linear time.
 */
public final class SitePattern {
    /** Places that one word has bits for, one of them for the end. */
    private static final int MOST_PLACES = 63;

    private static final int ASCII = 128;
    private static final double SCORE = 0.9;

    private final PhiType type;
    /** By character, the places that take it. */
    private final long[] takes = new long[ASCII];
    /** Places that may be left out. */
    private final long optional;

    private final long end;

    private SitePattern(PhiType type, List<BitSet> places, long optional) {
        this.type = type;
        this.optional = optional;
        this.end = 1L << places.size();
        for (int place = 0; place < places.size(); place++) {
            long bit = 1L << place;
            places.get(place).stream().forEach(c -> takes[c] |= bit);
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is not in the form above, matches nothing, or is longer than 62 characters
     */
    public static SitePattern of(PhiType type, String pattern) {
        Parser parser = new Parser(pattern);
        parser.parse();
        SitePattern site = new SitePattern(type, parser.places, parser.optional);
        if ((site.skipped(1L) & site.end) != 0) {
            throw new IllegalArgumentException("pattern: matches nothing at all");
        }
        return site;
    }

    boolean mayBeginWith(char c) {
        return c < ASCII && (takes[c] & skipped(1L)) != 0;
    }

    /** End of the longest match that begins there and ends with a token, else -1. */
    int endAt(Text text, int start) {
        long places = skipped(1L);
        int found = -1;
        for (int at = start; at < text.end && text.chars[at] < ASCII; at++) {
            places = skipped((places & takes[text.chars[at]]) << 1);
            if (places == 0) {
                break;
            }
            if ((places & end) != 0 && text.endsToken(at + 1)) {
                found = at + 1;
            }
        }
        return found;
    }

    PhiFinding finding(int start, int endOfMatch) {
        return new PhiFinding(type, start, endOfMatch, SCORE);
    }

    /** The same places, and those reached by leaving optional ones out. */
    private long skipped(long places) {
        long all = places;
        for (long more = (all & optional) << 1; (more & ~all) != 0; more = (all & optional) << 1) {
            all |= more;
        }
        return all;
    }

    private static final class Parser {
        private final String pattern;
        private final List<BitSet> places = new ArrayList<>();
        private long optional;
        private int at;

        Parser(String pattern) {
            this.pattern = pattern;
        }

        void parse() {
            while (at < pattern.length()) {
                BitSet taken = characters();
                repeat(taken);
                if (places.size() >= MOST_PLACES) {
                    throw new IllegalArgumentException("pattern: longer than " + (MOST_PLACES - 1) + " characters");
                }
            }
        }

        private BitSet characters() {
            char c = next();
            BitSet taken = new BitSet();
            switch (c) {
                case '\\' -> escaped(next(), taken);
                case '[' -> range(taken);
                case '(', ')', '|', '*', '+', '{', '?', '^', '$', '.' ->
                    throw new IllegalArgumentException("pattern: " + c + " is not supported at " + (at - 1));
                default -> add(c, c, taken);
            }
            return taken;
        }

        private static void escaped(char c, BitSet taken) {
            switch (c) {
                case 'd' -> add('0', '9', taken);
                case 'w' -> {
                    add('0', '9', taken);
                    add('A', 'Z', taken);
                    add('a', 'z', taken);
                }
                default -> add(c, c, taken);
            }
        }

        private void range(BitSet taken) {
            for (char c = next(); c != ']'; c = next()) {
                if (c == '\\') {
                    escaped(next(), taken);
                } else if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                    at++;
                    add(c, next(), taken);
                } else {
                    add(c, c, taken);
                }
            }
        }

        private static void add(char from, char to, BitSet taken) {
            if (from > to || to >= ASCII) {
                throw new IllegalArgumentException("pattern: only ASCII, and ranges in order");
            }
            taken.set(from, to + 1);
        }

        private void repeat(BitSet taken) {
            int least = 1;
            int most = 1;
            if (at < pattern.length() && pattern.charAt(at) == '?') {
                at++;
                least = 0;
            } else if (at < pattern.length() && pattern.charAt(at) == '{') {
                int close = pattern.indexOf('}', at);
                String[] counts = close < 0
                        ? new String[0]
                        : pattern.substring(at + 1, close).split(",", -1);
                if (counts.length == 0 || counts.length > 2) {
                    throw new IllegalArgumentException("pattern: {n} or {n,m} expected at " + at);
                }
                least = count(counts[0]);
                most = count(counts[counts.length - 1]);
                at = close + 1;
            }
            for (int i = 0; i < most && places.size() < MOST_PLACES; i++) {
                optional |= i < least ? 0 : 1L << places.size();
                places.add(taken);
            }
        }

        private static int count(String digits) {
            if (!digits.matches("\\d{1,2}")) {
                throw new IllegalArgumentException("pattern: a count has one or two digits");
            }
            return Integer.parseInt(digits);
        }

        private char next() {
            if (at >= pattern.length()) {
                throw new IllegalArgumentException("pattern: ends too early");
            }
            return pattern.charAt(at++);
        }
    }
}
