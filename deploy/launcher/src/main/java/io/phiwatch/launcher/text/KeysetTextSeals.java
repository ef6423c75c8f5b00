package io.phiwatch.launcher.text;

import io.phiwatch.alerting.text.TextSealException;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.PhiType.Tier;
import io.phiwatch.ingest.phi.ScanDeadlineException;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.KeysetException;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.schema.SealedPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what people type with the key that seals payloads, after the scanner that scans them. The keys are looked for when
 * they are first needed: ingest, which makes them on a new installation, starts last. Thread-safe.
 */
public final class KeysetTextSeals implements TextSeals {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeysetTextSeals.class);
    private static final String SOURCE = "console";
    private static final String TEXT = "text/plain";

    private final PhiScanner scanner;
    private final Supplier<Sealer> sealer;

    KeysetTextSeals(PhiScanner scanner, Supplier<Sealer> sealer) {
        this.scanner = scanner;
        this.sealer = sealer;
    }

    /**
     * Seals with the keysets of a folder.
     *
     * @param topic that the texts are bound to
     */
    public static KeysetTextSeals of(KeyFiles files, String topic, PhiScanner scanner) {
        return new KeysetTextSeals(scanner, () -> Keysets.open(files, false).sealer(topic));
    }

    @Override
    public Sealed seal(Place place, String text) {
        try {
            SealedPayload payload = sealer.get()
                    .seal(
                            new Sealer.Label(place.id(), place.tenant(), SOURCE, TEXT),
                            Instant.EPOCH,
                            text.getBytes(StandardCharsets.UTF_8));
            return new Sealed(payload.getCiphertext(), types(text));
        } catch (KeysetException e) {
            throw new TextSealException("no key to seal a text with");
        }
    }

    @Override
    public Optional<String> open(Place place, ByteBuffer ciphertext) {
        SealedPayload payload = SealedPayload.newBuilder()
                .setEventId(place.id())
                .setTenant(place.tenant())
                .setSourceId(SOURCE)
                .setContentType(TEXT)
                .setSealedAt(Instant.EPOCH)
                .setCiphertext(ciphertext)
                .build();
        try {
            return Optional.of(new String(sealer.get().open(payload).reveal(), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | KeysetException e) {
            LOGGER.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("a text does not open");
            return Optional.empty();
        }
    }

    @Override
    public boolean mayStandInClear(String text) {
        // login names of staff are often mail addresses; names of people are in no identifier
        return findings(text).stream()
                .noneMatch(finding -> finding.isLikely() && finding.type().tier() != Tier.CONTACT);
    }

    private Set<String> types(String text) {
        try {
            return text.lines()
                    .flatMap(line -> findings(line).stream())
                    .filter(PhiFinding::isLikely)
                    .map(finding -> finding.type().name())
                    .collect(Collectors.toSet());
        } catch (ScanDeadlineException e) {
            // what could not be scanned in time is treated as what it may be
            return Set.of("UNKNOWN");
        }
    }

    private List<PhiFinding> findings(String line) {
        return scanner.scanLine(line);
    }
}
