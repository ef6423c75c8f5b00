package io.phiwatch.launcher.command;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times as people give them to commands. */
public final class IsoTime {
    private IsoTime() {}

    /**
     * The time of that text.
     *
     * @throws ParameterException where it is not ISO 8601, in the name of that command
     */
    public static Instant of(String text, CommandSpec command) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    command.commandLine(), "'" + text + "' is no ISO 8601 time, such as 2026-11-23T08:00:00Z");
        }
    }
}
