package io.phiwatch.detector.event;

import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EntityKey;
import java.util.Optional;

/** What every alert of a rule has in common. */
public final class RuleAlerts {
    private RuleAlerts() {}

    /** An alert with all that its rule and its entity say; what happened is still to be filled in. */
    public static Alert.Builder about(RuleMetadata rule, String tenant, String entity) {
        String kind = rule.entity().kind();
        Alert.Builder alert = Alert.newBuilder()
                .setRuleId(rule.id())
                .setRuleName(rule.name())
                .setRuleTitle(rule.title())
                .setRuleVersion(rule.hash())
                .setLevel(rule.level())
                .setTags(rule.tags())
                .setControls(rule.controls())
                .setTenant(tenant)
                .setEntityKind(kind)
                .setEntityId(entity)
                .setEntityKey(EntityKey.of(tenant, kind, entity).value());
        Optional.ofNullable(rule.author()).ifPresent(alert::setRuleAuthor);
        Optional.ofNullable(rule.license()).ifPresent(alert::setRuleLicense);
        Optional.ofNullable(rule.playbook()).ifPresent(alert::setPlaybook);
        return alert;
    }
}
