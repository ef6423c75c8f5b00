package io.phiwatch.launcher.command.sources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.SecretsFile;
import io.phiwatch.launcher.replay.IngestClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives a source a new secret, beside the old one; later, takes the old one away. */
@Command(
        name = "rotate",
        description = "Makes a new secret for a source in its secrets_file; the one before stays valid until --finish."
                + " A running ingest takes it within seconds.")
public final class SourcesRotateCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECRET_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Mixin
    private SourceOption chosen = new SourceOption();

    @Option(
            names = "--secret-from",
            paramLabel = "FILE",
            description = "Takes the new secret from a file, - for standard input: where the platform makes it.")
    private @Nullable String secretFrom;

    @Option(names = "--finish", description = "Leaves the newest secret alone valid: the platform signs with it now.")
    private boolean isLast;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PhiwatchConfig config = setup.config();
        Source source = chosen.in(config);
        Path path = config.secretsFiles().get(source.id());
        if (path == null) {
            throw new ParameterException(
                    spec().commandLine(),
                    "sources." + source.id() + " has no secrets_file: name one in the configuration, or change "
                            + "what its secrets refer to");
        }
        SecretsFile file = SecretsFile.at(path);
        if (isLast) {
            file.dropOld();
        } else {
            file.add(secretFrom == null ? generated() : given(secretFrom));
        }
        print(source, file, isInForce(config, source, file));
        return ExitCode.DONE;
    }

    private static String generated() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private String given(String from) throws IOException {
        String secret = from.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                : Files.readString(Path.of(from)).strip();
        if (secret.isEmpty() || secret.lines().count() > 1) {
            throw new ParameterException(spec().commandLine(), "the secret must be one line, and not empty");
        }
        return secret;
    }

    /** Whether the running ingest knows the newest secret; false where none runs. */
    private boolean isInForce(PhiwatchConfig config, Source source, SecretsFile file) throws IOException {
        if (setup.data().port("ingest").isEmpty()) {
            return false;
        }
        SourceProbe probe = new SourceProbe(IngestClient.of(config, setup.data()));
        String newest = file.read().getFirst();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (probe.statusOf(source, newest) != 200) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
            }
            return true;
        } catch (EnvironmentException notRunning) {
            return false;
        }
    }

    private void print(Source source, SecretsFile file, boolean isInForce) throws IOException {
        PrintWriter out = spec().commandLine().getOut();
        boolean isNew = !isLast && secretFrom == null;
        if (asJson) {
            ObjectNode line = JSON.createObjectNode()
                    .put("source", source.id())
                    .put("valid_secrets", file.read().size())
                    .put("in_force", isInForce);
            if (isNew) {
                line.put("secret", file.read().getFirst());
            }
            out.println(line);
        } else {
            out.println(source.id() + ": " + file.read().size() + " valid secrets in its secrets_file, "
                    + (isInForce ? "in force" : "no ingest runs here that took them yet"));
            if (isNew) {
                out.println(file.read().getFirst());
            }
        }
        out.flush();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
