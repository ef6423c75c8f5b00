package io.phiwatch.detector.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose rules are taken.
 *
 * @param keys holders of the matching private keys may change rules
 * @param requiresApproval whether a set needs an approver who is not its author, and the id of the approval
 */
public record RulesTrust(TrustedKeys keys, boolean requiresApproval) {
    /** Trusts nobody: only the rule pack of the jar is ever in force. */
    public static RulesTrust none() {
        return new RulesTrust(TrustedKeys.of(List.of()), false);
    }

    /** What the approval lacks; null where it suffices. */
    public @Nullable String faultOf(String author, @Nullable String approver, @Nullable String approvalId) {
        if (!requiresApproval) {
            return null;
        }
        if (approver == null || approver.isBlank() || approvalId == null || approvalId.isBlank()) {
            return "not approved: an approver and the id of the approval are required";
        }
        return approver.strip().equalsIgnoreCase(author.strip()) ? "not approved: the approver is the author" : null;
    }
}
