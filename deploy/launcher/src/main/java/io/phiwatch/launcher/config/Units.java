package io.phiwatch.launcher.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
public final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]+)");

    private Units() {}

    /**
     * A duration such as {@code 500ms}, {@code 90s}, {@code 10m}, {@code 4h} or {@code 30d}.
     *
     * @throws IllegalArgumentException where the text is no duration
     */
    public static Duration duration(String text) {
        Matcher parts = parts(text);
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException("unknown unit of time");
        };
    }

    /**
     * A size such as {@code 512B}, {@code 64KiB} or {@code 8MiB}, in bytes.
     *
     * @throws IllegalArgumentException where the text is no size
     */
    public static int sizeBytes(String text) {
        Matcher parts = parts(text);
        int number = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "B" -> number;
            case "KiB" -> Math.multiplyExact(number, 1 << 10);
            case "MiB" -> Math.multiplyExact(number, 1 << 20);
            default -> throw new IllegalArgumentException("unknown unit of size");
        };
    }

    private static Matcher parts(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number and a unit");
        }
        return matcher;
    }
}
