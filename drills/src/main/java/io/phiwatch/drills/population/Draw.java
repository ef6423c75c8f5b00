package io.phiwatch.drills.population;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Seeded choices: the same seed makes the same ones on every Java version. Not thread-safe. */
public final class Draw {
    private final Random random;

    /** @param seeds mixed into one seed, so that each purpose draws from a sequence of its own */
    public Draw(long... seeds) {
        long mixed = 0;
        for (long seed : seeds) {
            // a plain sum would give neighbouring seeds the same sequence
            mixed = mixed * 0x9E3779B97F4A7C15L + seed + 0x632BE59BD9B4E019L;
            mixed ^= mixed >>> 29;
        }
        random = new Random(mixed);
    }

    /** A number from {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True in this share of cases. */
    public boolean chance(double share) {
        return random.nextDouble() < share;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A duration from zero to {@code limit}, excluded, in whole milliseconds. */
    public Duration upTo(Duration limit) {
        long millis = limit.toMillis();
        return millis <= 0 ? Duration.ZERO : Duration.ofMillis((long) (random.nextDouble() * millis));
    }

    public UUID uuid() {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** So many decimal digits, the first of them not zero. */
    public String digits(int count) {
        StringBuilder digits = new StringBuilder(count).append(between(1, 9));
        while (digits.length() < count) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    /** So many lower-case hex digits. */
    public String hex(int count) {
        StringBuilder hex = new StringBuilder(count);
        while (hex.length() < count) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }
}
