package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.Set;

/** Which rules must, and which must not, have matched in a window: the condition string of temporal correlations. */
public sealed interface Presence {
    /** Whether it holds where the rules of those ids were seen. */
    boolean holds(Set<String> seen);

    /** Whether it only asks for rules, so that further matches can never undo it. */
    boolean onlyAsks();

    /** The rule was seen. */
    record Seen(String ruleId) implements Presence {
        @Override
        public boolean holds(Set<String> seen) {
            return seen.contains(ruleId);
        }

        @Override
        public boolean onlyAsks() {
            return true;
        }
    }

    /** Every part holds. */
    record All(List<Presence> parts) implements Presence {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Set<String> seen) {
            return parts.stream().allMatch(part -> part.holds(seen));
        }

        @Override
        public boolean onlyAsks() {
            return parts.stream().allMatch(Presence::onlyAsks);
        }
    }

    /** One part holds. */
    record Any(List<Presence> parts) implements Presence {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Set<String> seen) {
            return parts.stream().anyMatch(part -> part.holds(seen));
        }

        @Override
        public boolean onlyAsks() {
            return parts.stream().allMatch(Presence::onlyAsks);
        }
    }

    /** The part does not hold. */
    record No(Presence part) implements Presence {
        @Override
        public boolean holds(Set<String> seen) {
            return !part.holds(seen);
        }

        @Override
        public boolean onlyAsks() {
            return false;
        }
    }
}
