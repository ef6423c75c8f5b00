package io.phiwatch.launcher;

import io.phiwatch.alerting.console.evidence.EvidenceAccess;
import io.phiwatch.alerting.console.evidence.Unsealer;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.ledger.KafkaEvidenceCopies;
import io.phiwatch.alerting.ledger.KafkaEvidenceRecords;
import io.phiwatch.alerting.ledger.KeptRecords;
import io.phiwatch.alerting.ledger.Ledger;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.KeysetException;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.evidence.HeadTargets;
import io.phiwatch.launcher.evidence.LedgerKeyFiles;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What alerting is given for its evidence: the keys that sign it, and what opens the originals that ingest sealed. */
record EvidenceParts(Optional<LedgerKeys> keys, EvidenceAccess access) {
    private static final Logger LOGGER = LoggerFactory.getLogger(EvidenceParts.class);

    static EvidenceParts of(Shared shared) {
        LedgerKeyFiles files = new LedgerKeyFiles(shared.config(), shared.data());
        if (shared.mayMakeKeys()) {
            files.makeIfMissing();
        }
        Optional<LedgerKeys> keys = files.read();
        if (keys.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("setting", "evidence.signing_key")
                    .log("evidence is chained but not signed: no key is set");
        }
        return new EvidenceParts(
                keys,
                new EvidenceAccess(
                        new KeptRecords(
                                new KafkaEvidenceRecords(shared.kafka(), shared.topics(), shared.serdes()),
                                new KafkaEvidenceCopies(shared.kafka(), shared.topics(), shared.serdes())),
                        keys,
                        unsealer(shared)));
    }

    Ledger startLedger(Shared shared) {
        return Ledger.start(
                keys,
                shared.config().evidence().headEvery(),
                HeadTargets.of(shared.config().evidence()),
                new Ledger.Wiring(
                        shared.kafka(),
                        shared.topics(),
                        shared.serdes(),
                        shared.applicationId("evidence-"),
                        shared.clock(),
                        shared.meters()));
    }

    /** Reads the keyset anew for each opening: it is rare, and keys rotate while alerting runs. */
    private static Unsealer unsealer(Shared shared) {
        KeyFiles files = new KeyFiles(
                shared.config().keysDirectory().orElse(shared.data().keys()),
                shared.config().keysKms().orElse(null));
        String topic = shared.topics().sealed().name();
        return payload -> {
            try {
                return Keysets.open(files, false).sealer(topic).open(payload).reveal();
            } catch (KeysetException e) {
                throw new GeneralSecurityException("no keyset for seals", e);
            }
        };
    }
}
