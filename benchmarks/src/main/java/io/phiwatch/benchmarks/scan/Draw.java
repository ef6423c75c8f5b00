package io.phiwatch.benchmarks.scan;

import java.util.Locale;
import java.util.Random;

/** Draws texts from a seed. Not thread-safe. */
final class Draw {
    private final Random random;

    Draw(long seed) {
        random = new Random(seed);
    }

    /** From the first to the last, both included. */
    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    String of(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    String digits(int count) {
        return from("0123456789", count);
    }

    /** A number without a leading zero. */
    String number(int digits) {
        return from("123456789", 1) + digits(digits - 1);
    }

    String hex(int count) {
        return from("0123456789abcdef", count);
    }

    String from(String alphabet, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /**
     * A text after a pattern: {@code #} is a digit, {@code ~} one from 2 to 9, {@code ^} a capital, {@code %} a hex
     * digit, {@code *} a capital or a digit; all else stands for itself.
     */
    String like(String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            text.append(
                    switch (c) {
                        case '#' -> digits(1);
                        case '~' -> from("23456789", 1);
                        case '^' -> from("ABCDEFGHJKLMNPQRSTUVWXYZ", 1);
                        case '%' -> hex(1);
                        case '*' -> from("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 1);
                        default -> String.valueOf(c);
                    });
        }
        return text.toString();
    }

    String uuid() {
        return like("%%%%%%%%-%%%%-4%%%-a%%%-%%%%%%%%%%%%");
    }

    /** The last digit that makes the Luhn sum good, put behind. */
    static String withLuhn(String prefix, String digits) {
        for (int check = 0; check < 10; check++) {
            if (luhn(prefix + digits + check) == 0) {
                return digits + check;
            }
        }
        throw new IllegalStateException("no check digit");
    }

    private static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10;
    }

    String padded(int value, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", value);
    }
}
