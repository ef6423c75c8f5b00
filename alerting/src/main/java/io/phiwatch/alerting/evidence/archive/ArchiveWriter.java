package io.phiwatch.alerting.evidence.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.TreeHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes archives: every file of them is named with its digest in a manifest that is signed. Thread-safe. */
public final class ArchiveWriter {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String ENTRIES = "entries.jsonl";
    static final String PROOFS = "proofs.json";
    static final String HEADS = "heads.jsonl";
    static final String KEYS = "keys/";
    static final String FORMAT = "phiwatch-evidence-1";
    private static final String EVENTS = "events.jsonl";
    private static final String ORIGINALS = "originals.jsonl";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final LedgerKeys keys;

    public ArchiveWriter(LedgerKeys keys) {
        this.keys = keys;
    }

    /** The bytes of the archive. */
    public byte[] write(ArchiveContent content) {
        Timeline timeline = Timeline.of(content);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("README.txt", readMe());
        files.put(
                ENTRIES,
                lines(content.entries().stream().map(CanonicalEntry::whole).toList()));
        files.put(
                HEADS,
                canonicalLines(
                        content.proofs().heads().stream().map(HeadForm::json).toList()));
        files.put(PROOFS, CanonicalJson.of(proofs(content)));
        keys.publicPems().forEach((id, pem) -> files.put(KEYS + id + ".pem", pem.getBytes(StandardCharsets.US_ASCII)));
        files.put(EVENTS, canonicalLines(content.events()));
        if (!content.originals().isEmpty()) {
            files.put(ORIGINALS, canonicalLines(content.originals()));
        }
        files.put("timeline.html", timeline.html().getBytes(StandardCharsets.UTF_8));
        files.put("timeline.pdf", TimelinePdf.of(timeline));
        byte[] manifest = CanonicalJson.of(manifest(content, files));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(MANIFEST, manifest);
        all.put(SIGNATURE, Base64.getEncoder().encode(keys.sign(manifest)));
        all.putAll(files);
        return StoredZip.write(all);
    }

    private ObjectNode manifest(ArchiveContent content, Map<String, byte[]> files) {
        TreeHead head = content.proofs().heads().getLast();
        ArchiveContent.Export export = content.export();
        ObjectNode manifest = JSON.objectNode()
                .put("format", FORMAT)
                .put("incident_id", content.incident().getIncidentId())
                .put("tenant", content.incident().getTenant())
                .put("exported_at", export.at().toString())
                .put("exported_by", export.by())
                .put("role", export.role())
                .put("entries", content.entries().size())
                .put("chain_head", content.entries().getLast().getHash())
                .put("tree_size", head.getTreeSize())
                .put("key_id", keys.keyId())
                .put("events_missing", export.eventsMissing())
                .put("originals_missing", export.originalsMissing());
        ArrayNode listed = manifest.putArray("files");
        files.forEach((path, bytes) ->
                listed.addObject().put("path", path).put("bytes", bytes.length).put("sha256", Sha256.hex(bytes)));
        return manifest;
    }

    private static ObjectNode proofs(ArchiveContent content) {
        ObjectNode proofs = JSON.objectNode();
        ArrayNode entries = proofs.putArray("entries");
        for (int i = 0; i < content.entries().size(); i++) {
            ArchiveContent.Inclusion inclusion = content.proofs().entries().get(i);
            entries.addObject()
                    .put("sequence", content.entries().get(i).getSequence())
                    .put("leaf_index", inclusion.index())
                    .set("path", hex(inclusion.path()));
        }
        ArrayNode steps = proofs.putArray("steps");
        content.proofs().steps().forEach(step -> steps.add(hex(step)));
        return proofs;
    }

    private static ArrayNode hex(List<byte[]> hashes) {
        ArrayNode array = JSON.arrayNode();
        hashes.forEach(hash -> array.add(HexFormat.of().formatHex(hash)));
        return array;
    }

    private static byte[] canonicalLines(Collection<? extends JsonNode> values) {
        return lines(values.stream().map(CanonicalJson::of).toList());
    }

    private static byte[] lines(List<byte[]> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.forEach(line -> {
            out.writeBytes(line);
            out.write('\n');
        });
        return out.toByteArray();
    }

    private static byte[] readMe() {
        try (InputStream in = Objects.requireNonNull(ArchiveWriter.class.getResourceAsStream("README.txt"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read README.txt of archives", e);
        }
    }
}
