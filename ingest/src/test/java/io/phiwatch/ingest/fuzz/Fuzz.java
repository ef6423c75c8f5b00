package io.phiwatch.ingest.fuzz;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What the fuzzer calls: {@code -Dphiwatch.fuzz=NAME} picks the target. */
public final class Fuzz {
    private Fuzz() {}

    /** Made when the fuzzer first calls, so that names can be printed without one. */
    private static final class Chosen {
        private static final Consumer<byte[]> TARGET = target();
    }

    private static Consumer<byte[]> target() {
        Map<String, Consumer<byte[]>> targets = FuzzTargets.all();
        return Objects.requireNonNull(
                targets.get(System.getProperty("phiwatch.fuzz", "")), "phiwatch.fuzz: one of " + targets.keySet());
    }

    /** Feeds one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Chosen.TARGET.accept(input);
    }

    /** Prints the names of all targets. */
    public static void main(String[] arguments) {
        FuzzTargets.all().keySet().forEach(System.out::println);
    }
}
