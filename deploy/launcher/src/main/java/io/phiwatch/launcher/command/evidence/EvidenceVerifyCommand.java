package io.phiwatch.launcher.command.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Broken;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Intact;
import io.phiwatch.alerting.evidence.archive.ArchiveVerifier;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.config.PemFiles;
import io.phiwatch.schema.sign.KeyFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies an export, with neither a broker nor a configuration. */
@Command(
        name = "verify",
        description = "Verifies an export offline; names the first entry that is broken, and exits with 1.")
final class EvidenceVerifyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "FILE.zip")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PEM",
            description = "A public key that you know to be phiwatch's; without it the keys in the archive count.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--heads",
            paramLabel = "FILE",
            description = "Heads that were kept elsewhere, one a line: the archive must not contradict them.")
    private @Nullable Path heads;

    @Option(names = "--json", description = "One JSON document instead of a line.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ArchiveVerdict verdict = ArchiveVerifier.verify(read(file), pinned(), published());
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(asJson ? json(verdict).toString() : text(verdict));
        return verdict instanceof Intact ? ExitCode.DONE : ExitCode.FOUND;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new EnvironmentException("cannot read " + file);
        }
    }

    private Map<String, PublicKey> pinned() {
        try {
            return LedgerKeys.byId(keys.stream()
                    .map(key -> PemFiles.pem(key.toString(), "name a public key in PEM form"))
                    .toList());
        } catch (KeyFaultException e) {
            throw new IllegalArgumentException("--key: " + e.getMessage(), e);
        }
    }

    private List<byte[]> published() {
        if (heads == null) {
            return List.of();
        }
        return new String(read(heads), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private String text(ArchiveVerdict verdict) {
        return switch (verdict) {
            case Intact intact ->
                "intact: " + intact.incidentId() + ", " + intact.entries() + " entries, in a tree of "
                        + intact.treeSize() + ", signed with key " + intact.keyId()
                        + (keys.isEmpty() ? " (from the archive: compare it with the one that you know)" : "");
            case Broken broken -> "BROKEN: " + place(broken) + broken.reason().text();
        };
    }

    private static String place(Broken broken) {
        if (broken.isEntry()) {
            return "entry " + broken.place() + ": ";
        }
        if (broken.file().isEmpty()) {
            return "";
        }
        return broken.file() + (broken.place() > 0 ? ", line " + broken.place() : "") + ": ";
    }

    private ObjectNode json(ArchiveVerdict verdict) {
        ObjectNode json = JSON.createObjectNode().put("intact", verdict instanceof Intact);
        return switch (verdict) {
            case Intact intact ->
                json.put("incident_id", intact.incidentId())
                        .put("entries", intact.entries())
                        .put("tree_size", intact.treeSize())
                        .put("key_id", intact.keyId())
                        .put("key_is_known", !keys.isEmpty());
            case Broken broken -> {
                if (broken.isEntry()) {
                    json.put("entry", broken.place());
                } else if (broken.place() > 0) {
                    json.put("line", broken.place());
                }
                yield json.put("file", broken.file())
                        .put("reason", broken.reason().code())
                        .put("detail", broken.reason().text());
            }
        };
    }
}
