package io.phiwatch.launcher.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which incident a command is for, and what goes with it. */
final class StepOptions {
    @Mixin
    private IncidentOptions incident = new IncidentOptions();

    @Option(names = "--text", paramLabel = "TEXT", description = "What to say about it; scanned and sealed.")
    private @Nullable String text;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "Only if the incident is still at that version; otherwise the command is refused.")
    private @Nullable Integer version;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Name of this request: repeated, it is carried out once.")
    private String key = UUID.randomUUID().toString();

    IncidentOptions incident() {
        return incident;
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotency-Key", key);
        if (version != null) {
            headers.put("If-Match", "\"" + version + '"');
        }
        return headers;
    }
}
