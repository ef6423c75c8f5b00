package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.UrlText;
import java.util.Optional;
import java.util.stream.Stream;

/** Names the parameter of a URL that leaks, without telling PHI that is itself used as a name. Thread-safe. */
public final class ParameterNames {
    private static final int LONGEST = 40;

    private final PhiScanner scanner;

    public ParameterNames(PhiScanner scanner) {
        this.scanner = scanner;
    }

    /** Name of the first parameter that holds PHI; {@code other} where the name could itself be PHI. */
    public Optional<String> firstWithPhi(Stream<UrlText.Parameter> parameters) {
        return parameters
                .filter(parameter ->
                        !scanner.scan(parameter.name(), parameter.value()).isEmpty())
                .map(parameter -> isPlain(parameter.name()) ? parameter.name() : "other")
                .findFirst();
    }

    private boolean isPlain(String name) {
        boolean letters = !name.isEmpty()
                && name.length() <= LONGEST
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "_-.[]".indexOf(c) >= 0);
        return letters && scanner.scan("", name).isEmpty();
    }
}
