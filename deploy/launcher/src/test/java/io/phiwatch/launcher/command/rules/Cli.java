package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The command line within this process. */
public final class Cli {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cli() {}

    /** What a command printed, and how it ended. */
    public record Ran(int exitCode, String out, String err) {
        /** Standard output, a JSON line each. */
        public List<JsonNode> rows() {
            return out.lines().map(Cli::json).toList();
        }

        public JsonNode document() {
            return json(out);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /** Runs a command. */
    public static Ran run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new Ran(commandLine.execute(texts), out.toString(), err.toString());
    }
}
