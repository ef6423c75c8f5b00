package io.phiwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import io.phiwatch.schema.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PublishedRulesTest {
    private static final Instant AT = Pusher.NOW.plusSeconds(10);
    private static final RuleFile DELETE = RuleFiles.onAction("delete", "delete");

    private final Pusher pusher = new Pusher();
    private final PublishedRules published = new PublishedRules(pusher.trust());

    @Test
    void takesASignedSetWhole() {
        RulePush.Publication push = pusher.push(AT, DELETE, RuleFiles.manyOf("many-reads", "read", 3));

        Verdict verdict = write(push);

        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        ActiveSet set = published.active().orElseThrow();
        assertThat(set.manifest().getVersion()).isOne();
        assertThat(set.records()).containsOnlyKeys("delete", "one-many-reads");
        assertThat(set.rules().rules())
                .extracting(rule -> rule.metadata().name())
                .containsExactly("delete", "one-many-reads", "many-reads");
        assertThat(set.hashedOtherwise()).isEmpty();
    }

    @Test
    void takesTheSameManifestOnce() {
        RulePush.Publication push = pusher.push(AT, DELETE);
        write(push);

        assertThat(published.accept(Topics.MANIFEST_KEY, push.manifest())).isEmpty();
    }

    static Stream<Arguments> changesOfARecord() {
        return Stream.<Map.Entry<String, Consumer<RuleRecord>>>of(
                        Map.entry("text", record -> record.setYaml(record.getYaml() + "level: low\n")),
                        Map.entry("file", record -> record.setFile("other.yml")),
                        Map.entry("author", record -> record.setAuthor("bob")),
                        Map.entry("approver", record -> record.setApprover("bob")),
                        Map.entry("approval", record -> record.setApprovalId("CHG-1")),
                        Map.entry("time", record -> record.setPushedAt(AT)),
                        Map.entry("diff", record -> record.setDiff("")),
                        Map.entry("hashes", record -> record.setRules(Map.of("delete", "x"))),
                        Map.entry("key id", record -> record.setKeyId("0000000000000000")),
                        Map.entry("signature", record -> record.setSignature(ByteBuffer.allocate(64))),
                        Map.entry("shape of the signature", record -> record.setSignature(ByteBuffer.allocate(3))))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfARecord")
    void doesNotTakeARecordThatWasChanged(String what, Consumer<RuleRecord> change) {
        RulePush.Publication push = pusher.push(AT, DELETE);
        RuleRecord changed = Pusher.copyOf(push.records().get("delete"));
        change.accept(changed);

        published.accept("delete", changed);
        Verdict verdict = published.accept(Topics.MANIFEST_KEY, push.manifest()).orElseThrow();

        assertThat(reason(verdict)).isEqualTo("the record delete is missing, or not the one that was meant");
        assertThat(published.active()).isEmpty();
    }

    @Test
    void doesNotTakeARecordUnderAnotherKey() {
        RulePush.Publication push = pusher.push(AT, DELETE);
        RulesManifest renamed = RulesManifest.newBuilder(push.manifest())
                .setRecords(Map.of("other", push.manifest().getRecords().get("delete")))
                .build();

        published.accept("other", push.records().get("delete"));

        assertThat(reason(published
                        .accept(Topics.MANIFEST_KEY, pusher.signer().signed(RulesManifest.newBuilder(renamed)))
                        .orElseThrow()))
                .isEqualTo("the record other is missing, or not the one that was meant");
    }

    static Stream<Arguments> changesOfAManifest() {
        return Stream.<Map.Entry<String, Consumer<RulesManifest>>>of(
                        Map.entry("version", manifest -> manifest.setVersion(7)),
                        Map.entry("time of activation", manifest -> manifest.setActivateAt(Instant.EPOCH)),
                        Map.entry("rules", manifest -> manifest.setRules(Map.of())),
                        Map.entry("records", manifest -> manifest.setRecords(Map.of())),
                        Map.entry("author", manifest -> manifest.setAuthor("bob")),
                        Map.entry("approver", manifest -> manifest.setApprover("bob")),
                        Map.entry("approval", manifest -> manifest.setApprovalId("CHG-1")),
                        Map.entry("time", manifest -> manifest.setPushedAt(AT)))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfAManifest")
    void doesNotTakeAManifestThatWasChanged(String what, Consumer<RulesManifest> change) {
        RulePush.Publication push = pusher.push(AT, DELETE);
        change.accept(push.manifest());

        assertThat(reason(write(push))).isEqualTo("not signed by a trusted key");
    }

    @Test
    void doesNotTakeAStrangersSet() {
        assertThat(reason(write(new Pusher().push(AT, DELETE)))).isEqualTo("not signed by a trusted key");
    }

    @Test
    void doesNotGoBackToAnEarlierSet() {
        RulePush.Publication first = pusher.push(AT, DELETE);
        write(first);
        write(pusher.push(AT, DELETE, RuleFiles.onAction("export", "export")));

        Verdict verdict = write(first);

        assertThat(reason(verdict)).isEqualTo("version 2 is already in force");
        assertThat(published.active().orElseThrow().manifest().getVersion()).isEqualTo(2);
    }

    @Test
    void demandsAnApproverWhoIsNotTheAuthor() {
        assertThat(approved(null, "CHG-1"))
                .contains("not approved: an approver and the id of the approval are required");
        assertThat(approved("bob", " ")).contains("not approved: an approver and the id of the approval are required");
        assertThat(approved("Ann ", "CHG-1")).contains("not approved: the approver is the author");
        assertThat(approved("bob", "CHG-1")).isEmpty();
    }

    @Test
    void saysWhereASetDoesNotCompile() {
        // Given: what a pusher of another version takes for a rule
        RuleFile broken = new RuleFile("broken.yml", DELETE.text().replace("action: delete", "action|near: delete"));
        RulePush.Publication push = pusher.push(AT, DELETE);
        RuleRecord record = pusher.signer()
                .signed(
                        "delete",
                        RuleRecord.newBuilder(push.records().get("delete"))
                                .setFile(broken.name())
                                .setYaml(broken.text()));
        RulesManifest manifest = pusher.signer()
                .signed(RulesManifest.newBuilder(push.manifest())
                        .setRecords(Map.of("delete", PublishedRules.digest("delete", record))));

        // When
        published.accept("delete", record);
        Verdict verdict = published.accept(Topics.MANIFEST_KEY, manifest).orElseThrow();

        // Then
        assertThat(reason(verdict)).startsWith("broken.yml:5: detection.seen").contains("near");
    }

    @Test
    void doesNotTakeTextsThatHoldOtherRulesThanTheManifestNames() {
        RulePush.Publication push = pusher.push(AT, DELETE);
        RulesManifest more = pusher.signer()
                .signed(RulesManifest.newBuilder(push.manifest()).setRules(Map.of("delete", "x", "ghost", "y")));

        published.accept("delete", push.records().get("delete"));

        assertThat(reason(published.accept(Topics.MANIFEST_KEY, more).orElseThrow()))
                .isEqualTo("the records hold other rules than the manifest names");
    }

    @Test
    void forgetsWhatWasRemoved() {
        RulePush.Publication push = pusher.push(AT, DELETE);
        published.accept("delete", push.records().get("delete"));
        published.accept("delete", null);

        assertThat(reason(published.accept(Topics.MANIFEST_KEY, push.manifest()).orElseThrow()))
                .contains("missing");
    }

    @Test
    void signsWithTrustedKeysOnly() {
        RuleKeyPair own = RuleKeyPair.generate();
        TrustedKeys others = TrustedKeys.of(List.of(RuleKeyPair.generate().publicPem()));

        assertThatThrownBy(() -> RuleSigner.of(own.privatePem(), others))
                .isInstanceOf(RuleKeyException.class)
                .hasMessageContaining("rules.trusted_keys");
        assertThatThrownBy(() -> RuleSigner.of("no key", others))
                .isInstanceOf(RuleKeyException.class)
                .hasMessageContaining("no PEM block");
        assertThat(own.toString()).isEqualTo("RuleKeyPair[redacted]");
    }

    private Optional<String> approved(String approver, String approvalId) {
        RulePush.Publication push = RulePush.whole(Optional.empty(), List.of(DELETE))
                .signed(pusher.signer(), new RulePush.Change("ann", approver, approvalId, Pusher.NOW, AT));
        PublishedRules strict = new PublishedRules(pusher.trustIfApproved());
        push.records().forEach(strict::accept);
        Verdict verdict = strict.accept(Topics.MANIFEST_KEY, push.manifest()).orElseThrow();
        return verdict instanceof Verdict.Rejected ? Optional.of(reason(verdict)) : Optional.empty();
    }

    private Verdict write(RulePush.Publication push) {
        push.records().forEach(published::accept);
        push.removed().forEach(key -> published.accept(key, null));
        return published.accept(Topics.MANIFEST_KEY, push.manifest()).orElseThrow();
    }

    private static String reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).reason();
    }
}
