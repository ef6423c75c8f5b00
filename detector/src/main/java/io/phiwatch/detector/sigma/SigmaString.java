package io.phiwatch.detector.sigma;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A string of a rule, its escapes resolved. In the pattern, wildcards are Unicode noncharacters, which no text holds.
 *
 * <p>{@code *} and {@code ?} are wildcards; a backslash before one of them or before a backslash makes it plain; any
 * other backslash is plain itself.
 */
record SigmaString(String pattern) {
    /** Any text, also none. */
    static final char STAR = '\uFDD0';
    /** Any one character. */
    static final char ONE = '\uFDD1';
    /** Any of the characters that Windows takes for the dash of an option. */
    static final char DASH = '\uFDD2';

    /** The dashes that {@link #DASH} stands for. */
    static final String DASHES = "-/\u2013\u2014\u2015";

    private static final int MAX_OPEN_DASHES = 4;
    private static final int[] OFFSET_START = {0, 2, 3};
    private static final int[] OFFSET_CUT = {0, 3, 2};

    static SigmaString parse(String text) {
        StringBuilder pattern = new StringBuilder(text.length());
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean special = c == '*' || c == '?' || c == '\\';
            if (escaped) {
                if (!special) {
                    pattern.append('\\');
                }
                pattern.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (special) {
                pattern.append(c == '*' ? STAR : ONE);
            } else {
                pattern.append(c);
            }
        }
        if (escaped) {
            pattern.append('\\');
        }
        return new SigmaString(pattern.toString());
    }

    /** Whether a text holds one of the noncharacters that patterns use. */
    static boolean hasReserved(String text) {
        return text.chars().anyMatch(c -> isSpecial((char) c));
    }

    static boolean isSpecial(char c) {
        return c == STAR || c == ONE || c == DASH;
    }

    boolean isPlain() {
        return !hasReserved(pattern);
    }

    SigmaString startsWith() {
        return pattern.endsWith(String.valueOf(STAR)) ? this : new SigmaString(pattern + STAR);
    }

    SigmaString endsWith() {
        return pattern.startsWith(String.valueOf(STAR)) ? this : new SigmaString(STAR + pattern);
    }

    SigmaString contains() {
        return startsWith().endsWith();
    }

    /** Each dash or slash that begins a word becomes any dash of Windows' command line. */
    SigmaString windash() {
        char[] chars = pattern.toCharArray();
        for (int i = 0; i + 1 < chars.length; i++) {
            boolean opens = i == 0 || !isWord(pattern.charAt(i - 1));
            if ((chars[i] == '-' || chars[i] == '/') && opens && isWord(pattern.charAt(i + 1))) {
                chars[i] = DASH;
            }
        }
        return new SigmaString(new String(chars));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** One string for each dash that each of the open ones can be; at most {@link #MAX_OPEN_DASHES} may be open. */
    List<SigmaString> dashes() throws Fault {
        if (pattern.chars().filter(c -> c == DASH).count() > MAX_OPEN_DASHES) {
            throw new Fault("more than " + MAX_OPEN_DASHES + " dashes can't be encoded");
        }
        List<String> open = List.of(pattern);
        while (open.getFirst().indexOf(DASH) >= 0) {
            open = open.stream()
                    .flatMap(text -> DASHES.chars()
                            .mapToObj(dash -> text.replaceFirst(String.valueOf(DASH), String.valueOf((char) dash))))
                    .toList();
        }
        return open.stream().map(SigmaString::new).toList();
    }

    /** The string as a regular expression that covers the same. */
    String regex() {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            switch (c) {
                case STAR -> regex.append(".*");
                case ONE -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return regex.toString();
    }

    /** The plain string in Base64. */
    SigmaString base64(Encoding encoding) {
        return new SigmaString(Base64.getEncoder().encodeToString(encoding.bytes(pattern)));
    }

    /** The plain string as it reads inside longer Base64, at each of the three offsets. */
    List<SigmaString> base64Offsets(Encoding encoding) {
        byte[] bytes = encoding.bytes(pattern);
        List<SigmaString> variants = new ArrayList<>();
        for (int offset = 0; offset < OFFSET_START.length; offset++) {
            byte[] shifted = new byte[bytes.length + offset];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().encodeToString(shifted);
            int end = encoded.length() - OFFSET_CUT[shifted.length % OFFSET_CUT.length];
            variants.add(new SigmaString(encoded.substring(Math.min(OFFSET_START[offset], end), end)));
        }
        return variants;
    }

    /** How a string becomes bytes before Base64. */
    enum Encoding {
        UTF8(StandardCharsets.UTF_8, ""),
        UTF16LE(StandardCharsets.UTF_16LE, ""),
        UTF16BE(StandardCharsets.UTF_16BE, ""),
        UTF16(StandardCharsets.UTF_16LE, "\uFEFF");

        private final Charset charset;
        private final String prefix;

        Encoding(Charset charset, String prefix) {
            this.charset = charset;
            this.prefix = prefix;
        }

        byte[] bytes(String text) {
            return (prefix + text).getBytes(charset);
        }
    }
}
