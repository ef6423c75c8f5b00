package io.phiwatch.ingest.fuzz;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What the fuzzer calls: {@code -Dphiwatch.fuzz=NAME} picks the target. */
public final class Fuzz {
    private static Consumer<byte[]> target = bytes -> {
        throw new IllegalStateException("not initialized");
    };

    private Fuzz() {}

    /** Makes the target, before the fuzzer looks at the time that an input takes. */
    public static void fuzzerInitialize() {
        Map<String, Consumer<byte[]>> targets = FuzzTargets.all();
        target = Objects.requireNonNull(
                targets.get(System.getProperty("phiwatch.fuzz", "")), "phiwatch.fuzz: one of " + targets.keySet());
    }

    /** Feeds one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.accept(input);
    }

    /** Prints the names of all targets. */
    public static void main(String[] arguments) {
        FuzzTargets.all().keySet().forEach(System.out::println);
    }
}
