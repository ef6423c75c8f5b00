package io.phiwatch.alerting.evidence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Broken;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Intact;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Reason;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.sign.Ed25519;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveVerifierTest {
    private static final int ENTRIES = 9;
    private static final int MUTATIONS_EACH = 400;
    private static final LedgerKeys SHARED = new Archives().keys;

    private final Archives archives = new Archives();
    private final ArchiveContent content = archives.content(ENTRIES, "Bulk read");
    private final byte[] zip = archives.zip(content);

    @Test
    void anUntouchedArchiveIsIntact() {
        // When
        ArchiveVerdict verdict = verify(zip);
        // Then
        assertThat(verdict).isEqualTo(new Intact(Archives.INCIDENT, ENTRIES, 2L * ENTRIES, archives.keys.keyId()));
        assertThat(ArchiveVerifier.verify(zip, LedgerKeys.byId(List.of(archives.pair.publicPem())), List.of()))
                .isEqualTo(verdict);
    }

    @Test
    void anyToolUnpacksIt() throws IOException {
        // When
        Map<String, byte[]> unpacked = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                unpacked.put(entry.getName(), in.readAllBytes());
            }
        }
        // Then
        assertThat(unpacked.keySet())
                .contains("manifest.json", "entries.jsonl", "events.jsonl", "timeline.html", "timeline.pdf");
        assertThat(unpacked).containsExactlyEntriesOf(StoredZip.read(zip));
    }

    @Test
    void aForgeryWithAnotherKeyShowsOnceTheKeyIsKnown() {
        // Given
        Archives forger = new Archives();
        byte[] forged = forger.zip(forger.content(ENTRIES, "Nothing to see"));
        // Then
        assertThat(verify(forged)).isInstanceOf(Intact.class);
        assertThat(ArchiveVerifier.verify(forged, LedgerKeys.byId(List.of(archives.pair.publicPem())), List.of()))
                .isEqualTo(new Broken("manifest.json", 0, Reason.UNKNOWN_KEY));
    }

    @Test
    void aTreeThatWasRewrittenShowsAgainstHeadsThatWereKeptElsewhere() {
        // Given: the holder of the key has written all of it anew
        List<byte[]> published = content.proofs().heads().stream()
                .map(HeadForm::json)
                .map(CanonicalJson::of)
                .toList();
        LedgerKeys sameKey = archives.keys;
        ArchiveContent rewritten = rewritten(sameKey);
        byte[] forged = new ArchiveWriter(sameKey).write(rewritten);
        // Then
        assertThat(ArchiveVerifier.verify(zip, Map.of(), published)).isInstanceOf(Intact.class);
        assertThat(verify(forged)).isInstanceOf(Intact.class);
        assertThat(ArchiveVerifier.verify(forged, Map.of(), published))
                .isEqualTo(new Broken("published heads", 1, Reason.CONTRADICTS_PUBLISHED));
    }

    private static ArchiveContent rewritten(LedgerKeys keys) {
        return new Archives(keys).content(ENTRIES, "Another story");
    }

    @Test
    void aCutTailIsNamedEvenWhereTheRestIsWhole() {
        // Given
        Map<String, byte[]> files = StoredZip.read(zip);
        List<byte[]> lines = Lines.of(files.get("entries.jsonl"));
        files.put("entries.jsonl", joined(lines.subList(0, 5)));
        // Then
        assertThat(verify(StoredZip.write(files))).isEqualTo(new Broken("entries.jsonl", 6, Reason.MISSING_ENTRY));
    }

    @Test
    void saysOfAnythingElseThatItIsNoArchive() {
        assertThat(verify(new byte[0])).isEqualTo(new Broken("", 0, Reason.NOT_AN_ARCHIVE));
        assertThat(verify("hello".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Broken("", 0, Reason.NOT_AN_ARCHIVE));
    }

    /** What somebody could do to an archive. The place is the entry at which it must show, 0 where it need only show. */
    private enum Tampering {
        FLIP_A_BIT_ANYWHERE {
            @Override
            Tampered on(byte[] zip, Random random) {
                byte[] changed = zip.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                return new Tampered(changed, 0);
            }
        },
        TRUNCATE {
            @Override
            Tampered on(byte[] zip, Random random) {
                return new Tampered(Arrays.copyOf(zip, random.nextInt(zip.length)), 0);
            }
        },
        APPEND_OR_INSERT_BYTES {
            @Override
            Tampered on(byte[] zip, Random random) {
                int at = random.nextInt(zip.length + 1);
                byte[] changed = new byte[zip.length + 1 + random.nextInt(20)];
                int added = changed.length - zip.length;
                random.nextBytes(changed);
                System.arraycopy(zip, 0, changed, 0, at);
                System.arraycopy(zip, at, changed, at + added, zip.length - at);
                return new Tampered(changed, 0);
            }
        },
        FLIP_IN_AN_ENTRY {
            @Override
            Tampered on(byte[] zip, Random random) {
                return entries(zip, lines -> {
                    int at = random.nextInt(lines.size());
                    byte[] line = lines.get(at).clone();
                    int place = random.nextInt(line.length);
                    do {
                        line[place] = (byte) random.nextInt(' ', 127);
                    } while (line[place] == lines.get(at)[place]);
                    lines.set(at, line);
                    return at + 1L;
                });
            }
        },
        DROP_AN_ENTRY {
            @Override
            Tampered on(byte[] zip, Random random) {
                return entries(zip, lines -> {
                    int at = random.nextInt(lines.size());
                    lines.remove(at);
                    return at + 1L;
                });
            }
        },
        INSERT_AN_ENTRY {
            @Override
            Tampered on(byte[] zip, Random random) {
                return entries(zip, lines -> {
                    int at = random.nextInt(lines.size() + 1);
                    lines.add(at, lines.get(random.nextInt(lines.size())));
                    // A repeated line in front of itself stands where it belongs: the one after it does not.
                    return 0L;
                });
            }
        },
        REORDER_ENTRIES {
            @Override
            Tampered on(byte[] zip, Random random) {
                return entries(zip, lines -> {
                    int at = random.nextInt(lines.size() - 1);
                    int other = at + 1 + random.nextInt(lines.size() - at - 1);
                    lines.set(at, lines.set(other, lines.get(at)));
                    return at + 1L;
                });
            }
        },
        SWAP_A_FILE {
            @Override
            Tampered on(byte[] zip, Random random) {
                Map<String, byte[]> files = StoredZip.read(zip);
                Map<String, byte[]> others = StoredZip.read(OTHER);
                List<String> names = new ArrayList<>(files.keySet());
                names.removeIf(name -> name.startsWith("README") || name.startsWith("keys/"));
                names.removeIf(name -> Arrays.equals(files.get(name), others.get(name)));
                String name = names.get(random.nextInt(names.size()));
                files.put(name, others.get(name));
                return new Tampered(StoredZip.write(files), 0);
            }
        },
        DROP_OR_ADD_A_FILE {
            @Override
            Tampered on(byte[] zip, Random random) {
                Map<String, byte[]> files = StoredZip.read(zip);
                List<String> names = new ArrayList<>(files.keySet());
                if (random.nextBoolean()) {
                    files.remove(names.get(random.nextInt(names.size())));
                } else {
                    files.put("more-" + random.nextInt(), new byte[] {1});
                }
                return new Tampered(StoredZip.write(files), 0);
            }
        },
        REORDER_HEADS {
            @Override
            Tampered on(byte[] zip, Random random) {
                Map<String, byte[]> files = StoredZip.read(zip);
                List<byte[]> lines = new ArrayList<>(Lines.of(files.get("heads.jsonl")));
                int at = random.nextInt(lines.size() - 1);
                lines.set(at, lines.set(at + 1, lines.get(at)));
                files.put("heads.jsonl", joined(lines));
                return new Tampered(StoredZip.write(files), 0);
            }
        };

        /** An archive of the same holder of the key, of another time. */
        private static final byte[] OTHER = other();

        abstract Tampered on(byte[] zip, Random random);

        private static Tampered entries(byte[] zip, java.util.function.ToLongFunction<List<byte[]>> change) {
            Map<String, byte[]> files = StoredZip.read(zip);
            List<byte[]> lines = new ArrayList<>(Lines.of(files.get("entries.jsonl")));
            long place = change.applyAsLong(lines);
            files.put("entries.jsonl", joined(lines));
            return new Tampered(StoredZip.write(files), place);
        }

        private static byte[] other() {
            Archives archives = new Archives(SHARED);
            return archives.zip(archives.content(ENTRIES + 2, "Another time"));
        }
    }

    private record Tampered(byte[] zip, long entry) {}

    @ParameterizedTest
    @EnumSource(Tampering.class)
    void tamperingIsFoundAndItsEntryNamed(Tampering tampering) {
        // Given
        Archives own = new Archives(SHARED);
        byte[] original = own.zip(own.content(ENTRIES, "Bulk read"));
        for (int seed = 0; seed < MUTATIONS_EACH; seed++) {
            // When
            Tampered tampered = tampering.on(original, new Random(seed));
            ArchiveVerdict verdict = verify(tampered.zip());
            // Then
            assertThat(verdict).as("%s, seed %d", tampering, seed).isInstanceOf(Broken.class);
            if (tampered.entry() > 0) {
                Broken broken = (Broken) verdict;
                assertThat(broken.isEntry())
                        .as("%s, seed %d: %s", tampering, seed, broken)
                        .isTrue();
                assertThat(broken.place())
                        .as("%s, seed %d: %s", tampering, seed, broken)
                        .isEqualTo(tampered.entry());
            }
        }
    }

    @Test
    void keysAreNamedByWhatTheyAre() {
        assertThat(Ed25519.id(Ed25519.publicKey(archives.pair.publicPem()))).isEqualTo(archives.keys.keyId());
    }

    private static ArchiveVerdict verify(byte[] zip) {
        return ArchiveVerifier.verify(zip, Map.of(), List.of());
    }

    private static byte[] joined(List<byte[]> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(new String(line, StandardCharsets.ISO_8859_1)).append('\n'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
