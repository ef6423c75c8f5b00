package io.phiwatch.detector.event;

import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EntityKey;

/** What every alert of a rule has in common. */
public final class RuleAlerts {
    private RuleAlerts() {}

    /** An alert with all that its rule and its entity say; what happened is still to be filled in. */
    public static Alert.Builder about(RuleMetadata rule, String tenant, String entity) {
        String kind = rule.entity().kind();
        return Alert.newBuilder()
                .setRuleId(rule.id())
                .setRuleName(rule.name())
                .setRuleTitle(rule.title())
                .setRuleVersion(rule.hash())
                .setRuleAuthor(rule.author())
                .setRuleLicense(rule.license())
                .setLevel(rule.level())
                .setTags(rule.tags())
                .setControls(rule.controls())
                .setPlaybook(rule.playbook())
                .setTenant(tenant)
                .setEntityKind(kind)
                .setEntityId(entity)
                .setEntityKey(EntityKey.of(tenant, kind, entity).value());
    }
}
