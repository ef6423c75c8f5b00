package io.phiwatch.launcher.command.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.command.AskerOptions;
import io.phiwatch.launcher.command.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Break-glass access to originals. */
@Command(name = "sealed", description = "Opens sealed originals: for the compliance role, with a reason, on record.")
public final class SealedCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "open", description = "Prints the original of an event that an incident rests on.")
    int open(
            @Mixin AskerOptions asker,
            @Parameters(paramLabel = "EVENT") String event,
            @Option(names = "--reason", required = true, paramLabel = "R", description = "Why; it is kept, sealed.")
                    String reason,
            @Option(names = "-o", paramLabel = "FILE", description = "File to write, for its owner only.") @Nullable
                    Path file) {
        if (file != null && Files.exists(file)) {
            throw new IllegalArgumentException(file + " is there already");
        }
        ApiClient.Download download = asker.client()
                .download(
                        "/api/v1/sealed/" + ApiClient.encode(event) + "/open",
                        JSON.createObjectNode().put("reason", reason));
        var terminal = Objects.requireNonNull(spec).commandLine();
        if (!download.isOk()) {
            terminal.getErr().println("phiwatch: " + download.error());
            return ExitCode.FOUND;
        }
        if (file != null) {
            AskerOptions.write(file, download.bytes());
        } else {
            PrintWriter out = terminal.getOut();
            out.print(new String(download.bytes(), StandardCharsets.UTF_8));
            out.flush();
        }
        return ExitCode.DONE;
    }
}
