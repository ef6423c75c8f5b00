package io.phiwatch.detector.rules;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/** Somebody with a key who pushes rules, and the records that come of it. */
public final class Pusher {
    public static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    private final RuleKeyPair keys = RuleKeyPair.generate();
    private final TrustedKeys trusted = TrustedKeys.of(List.of(keys.publicPem()));
    private final RuleSigner signer = RuleSigner.of(keys.privatePem(), trusted);
    private final PublishedRules own = new PublishedRules(new RulesTrust(trusted, false));

    /** Trust in this pusher. */
    public RulesTrust trust() {
        return new RulesTrust(trusted, false);
    }

    RulesTrust trustIfApproved() {
        return new RulesTrust(trusted, true);
    }

    RuleSigner signer() {
        return signer;
    }

    Optional<ActiveSet> active() {
        return own.active();
    }

    /** Replaces the whole set from a time on. */
    public RulePush.Publication push(Instant activateAt, RuleFile... files) {
        return publish(RulePush.whole(own.active(), List.of(files)), activateAt);
    }

    RulePush.Publication publish(RulePush push, Instant activateAt) {
        RulePush.Publication publication = push.signed(signer, new RulePush.Change("ann", null, null, NOW, activateAt));
        write(publication, own::accept);
        return publication;
    }

    /** Writes a publication as `rules push` does. */
    public static void write(RulePush.Publication publication, BiConsumer<String, SpecificRecord> topic) {
        publication.records().forEach(topic);
        publication.removed().forEach(key -> topic.accept(key, null));
        topic.accept(Topics.MANIFEST_KEY, publication.manifest());
    }

    static RuleRecord copyOf(RuleRecord record) {
        return RuleRecord.newBuilder(record).build();
    }
}
