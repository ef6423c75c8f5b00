package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.KeysetException;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.Retokening;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes and changes the keysets of tokens and seals. */
@Command(name = "keys", description = "Makes and changes the keys of tokens and seals.")
public final class KeysCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "create", description = "Makes the keysets; refuses where one is there already.")
    int create(@Mixin SetupOptions setup) {
        return with(setup, files -> {
            Keysets.create(files);
            return JSON.createObjectNode().put("created", 2);
        });
    }

    @Command(
            name = "rotate",
            description = "Gives seals a new key; what was sealed before stays readable. Restart ingest to use it.")
    int rotate(@Mixin SetupOptions setup) {
        return with(setup, files -> JSON.createObjectNode().put("seal_keys", Keysets.rotateSeals(files)));
    }

    @Command(
            name = "retoken",
            description = "Prepares a new token key and writes the map from old to new tokens; with --activate, the new"
                    + " key takes over at the next start of ingest. docs/keys.md has the plan.")
    int retoken(
            @Mixin SetupOptions setup,
            @Option(
                            names = "--identifiers",
                            paramLabel = "FILE",
                            description = "JSON lines with kind, tenant and identifier.")
                    @Nullable
                    Path identifiers,
            @Option(
                            names = "--map",
                            paramLabel = "FILE",
                            description = "Gets JSON lines with kind, tenant, old and new.")
                    @Nullable
                    Path map,
            @Option(names = "--activate", description = "Lets the prepared key take over.") boolean activate) {
        if ((identifiers == null) != (map == null) || (map == null && !activate)) {
            throw new IllegalArgumentException("give --identifiers and --map, or --activate, or all of them");
        }
        return with(setup, files -> {
            Retokening retokening = Retokening.prepare(files);
            long mapped = identifiers == null || map == null ? 0 : mapped(retokening, identifiers, map);
            if (activate) {
                retokening.activate();
            }
            return JSON.createObjectNode().put("mapped", mapped).put("activated", activate);
        });
    }

    private int with(SetupOptions setup, Function<KeyFiles, JsonNode> change) {
        PhiwatchConfig config = setup.config();
        KeyFiles files = new KeyFiles(
                config.keysDirectory().orElse(setup.data().keys()),
                config.keysKms().orElse(null));
        try {
            JsonNode result = change.apply(files);
            Objects.requireNonNull(spec).commandLine().getOut().println(result);
            return ExitCode.DONE;
        } catch (KeysetException e) {
            throw new EnvironmentException(Objects.requireNonNull(e.getMessage()));
        }
    }

    private static long mapped(Retokening retokening, Path identifiers, Path map) {
        long count = 0;
        try (BufferedReader lines = Files.newBufferedReader(identifiers);
                BufferedWriter out = Files.newBufferedWriter(ownerOnly(map))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    count++;
                    out.write(pair(retokening, line, count));
                    out.newLine();
                }
            }
        } catch (IOException e) {
            throw new EnvironmentException("the identifiers cannot be read, or the map cannot be written");
        }
        return count;
    }

    private static Path ownerOnly(Path map) throws IOException {
        return Files.createFile(
                map, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static String pair(Retokening retokening, String line, long number) throws IOException {
        JsonNode entry = read(line, number);
        String kind = text(entry, "kind", number);
        String tenant = text(entry, "tenant", number);
        TokenKind known = Stream.of(TokenKind.values())
                .filter(each -> each.name().equals(kind.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("line " + number + ": kind is unknown"));
        Retokening.Pair pair = retokening.pair(known, tenant, Phi.of(text(entry, "identifier", number)));
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("kind", kind)
                .put("tenant", tenant)
                .put("old", pair.from())
                .put("new", pair.to()));
    }

    private static JsonNode read(String line, long number) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            // the parser's own message quotes the line
            throw new IllegalArgumentException("line " + number + ": is no JSON");
        }
    }

    private static String text(JsonNode entry, String field, long number) {
        String text = entry.path(field).asText("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("line " + number + ": " + field + " is missing");
        }
        return text;
    }
}
