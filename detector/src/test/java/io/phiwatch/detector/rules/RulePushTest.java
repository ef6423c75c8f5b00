package io.phiwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleSetException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RulePushTest {
    private static final Instant AT = Pusher.NOW.plusSeconds(10);
    private static final RuleFile DELETE = RuleFiles.onAction("delete", "delete");
    private static final RuleFile MANY = RuleFiles.manyOf("many-reads", "read", 3);

    private final Pusher pusher = new Pusher();

    @Test
    void addsAFileToThePackOfTheJar() {
        RulePush push = RulePush.one(Optional.empty(), DELETE);

        assertThat(push.isEmpty()).isFalse();
        assertThat(push.summary().added()).containsExactly("delete");
        assertThat(push.summary().removed()).isEmpty();
        assertThat(push.summary().unchanged())
                .hasSize(RuleSet.bundled().rules().size())
                .contains("phi-bulk-read");
        assertThat(push.diff())
                .startsWith("--- a/delete.yml\n+++ b/delete.yml\n@@ -0,0 +1,8 @@\n+title: Action delete\n");
    }

    @Test
    void writesChangedFilesOnly() {
        pusher.push(AT, DELETE, MANY);

        RulePush.Publication push = pusher.publish(
                RulePush.one(pusher.active(), RuleFiles.manyOf("many-reads", "read", 5)), AT.plusSeconds(60));

        assertThat(push.records()).containsOnlyKeys("one-many-reads");
        assertThat(push.removed()).isEmpty();
        assertThat(push.manifest().getVersion()).isEqualTo(2);
        assertThat(push.manifest().getRecords()).containsOnlyKeys("delete", "one-many-reads");
        assertThat(push.records().get("one-many-reads").getDiff())
                .contains("-  condition: {gte: 3}\n+  condition: {gte: 5}\n");
    }

    @Test
    void tellsMeaningFromWording() {
        pusher.push(AT, DELETE, MANY);
        RuleFile reworded = new RuleFile(DELETE.name(), DELETE.text() + "level: low\n");

        RulePush push = RulePush.whole(pusher.active(), List.of(reworded, RuleFiles.manyOf("many-reads", "read", 5)));

        assertThat(push.summary())
                .isEqualTo(new RulePush.Summary(
                        List.of(), List.of("many-reads"), List.of(), List.of("delete", "one-many-reads")));
        assertThat(push.isEmpty()).isFalse();
    }

    @Test
    void leavesOutWhatAWholeSetDoesNotHold() {
        pusher.push(AT, DELETE, MANY);

        RulePush push = RulePush.whole(pusher.active(), List.of(MANY));

        assertThat(push.summary().removed()).containsExactly("delete");
        assertThat(push.diff()).contains("--- a/delete.yml").contains("-title: Action delete");
        RulePush.Publication publication = pusher.publish(push, AT.plusSeconds(60));
        assertThat(publication.records()).isEmpty();
        assertThat(publication.removed()).containsExactly("delete");
        assertThat(pusher.active().orElseThrow().records()).containsOnlyKeys("one-many-reads");
    }

    @Test
    void replacesTheFileThatHoldsTheRuleUnderAnotherName() {
        pusher.push(AT, DELETE, MANY);
        RuleFile moved = new RuleFile(
                "sub/reads.yml", RuleFiles.manyOf("many-reads", "read", 5).text());

        RulePush push = RulePush.one(pusher.active(), moved);

        assertThat(push.summary().changed()).containsExactly("many-reads");
        assertThat(push.summary().removed()).isEmpty();
        assertThat(push.diff()).startsWith("--- a/sub/reads.yml").contains("-  condition: {gte: 3}");
    }

    @Test
    void isEmptyWhereNothingChanges() {
        pusher.push(AT, DELETE, MANY);

        assertThat(RulePush.one(pusher.active(), DELETE).isEmpty()).isTrue();
        assertThat(RulePush.whole(pusher.active(), List.of(MANY, DELETE)).isEmpty())
                .isTrue();
    }

    @Test
    void refusesASetWithAnyFault() {
        RuleFile broken = new RuleFile("broken.yml", "title: x\nname: y\n");

        assertThatThrownBy(() -> RulePush.one(Optional.empty(), broken))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("broken.yml:1: logsource: required");
    }

    @Test
    void anOverrideChangesTheRuleAndStaysWhenTheWholeSetIsReplaced() {
        pusher.push(AT, DELETE, MANY);
        RuleFile override = new RuleFile(
                RulePush.overrideOf("many-reads"), "title: Fewer\noverride: {rule: many-reads, threshold: 2}\n");

        RulePush push = RulePush.one(pusher.active(), override);

        assertThat(push.summary().changed()).containsExactly("many-reads");
        RulePush.Publication publication = pusher.publish(push, AT.plusSeconds(60));
        // the record of the rule itself tells its new hash, its text is as it was
        assertThat(publication.records()).containsOnlyKeys("overrides/many-reads.yml", "one-many-reads");
        assertThat(publication.records().get("one-many-reads").getYaml()).isEqualTo(MANY.text());
        assertThat(publication.records().get("overrides/many-reads.yml").getAuthor())
                .isEqualTo(publication.manifest().getAuthor());
        assertThat(RulePush.whole(pusher.active(), List.of(DELETE, MANY)).isEmpty())
                .isTrue();
        assertThat(RulePush.whole(pusher.active(), List.of(DELETE)).summary().removed())
                .containsExactlyInAnyOrder("many-reads", "one-many-reads");
    }

    @Test
    void takesTheFileNameWhereTheIdIsTheManifestsKey() {
        RulePush.Publication push = pusher.push(AT, RuleFiles.onAction("manifest", "delete"));

        assertThat(push.records()).containsOnlyKeys("manifest.yml");
    }
}
