package io.phiwatch.detector.sigma;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parses the condition string of a temporal correlation: names or ids of rules, and boolean operators. */
final class PresenceParser implements BooleanParser.Algebra<Presence> {
    // every set of them is tried, to find conditions that nothing can satisfy
    private static final int MAX_RULES = 16;

    private final Set<String> named = new LinkedHashSet<>();

    /** The condition, over rules as they are written. */
    Presence parse(String text) throws Fault {
        Presence presence = BooleanParser.parse(text, this);
        if (named.size() > MAX_RULES) {
            throw new Fault("names more than " + MAX_RULES + " rules");
        }
        if (presence.holds(Set.of())) {
            throw new Fault("holds where no rule was seen: absence needs a rule that must be seen");
        }
        if (!isSatisfiable(presence)) {
            throw new Fault("can never hold");
        }
        return presence;
    }

    /** The rules that were named, in the order of their first mention. */
    List<String> named() {
        return List.copyOf(named);
    }

    private boolean isSatisfiable(Presence presence) {
        List<String> rules = named();
        for (int chosen = 1; chosen < 1 << rules.size(); chosen++) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < rules.size(); i++) {
                if ((chosen & 1 << i) != 0) {
                    seen.add(rules.get(i));
                }
            }
            if (presence.holds(seen)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Presence operand(BooleanParser<Presence> words) throws Fault {
        String rule = words.take();
        if (words.accept("of")) {
            throw new Fault("'" + rule + " of' is for selections: name each rule");
        }
        named.add(rule);
        return new Presence.Seen(rule);
    }

    @Override
    public Presence allOf(List<Presence> parts) {
        return new Presence.All(parts);
    }

    @Override
    public Presence anyOf(List<Presence> parts) {
        return new Presence.Any(parts);
    }

    @Override
    public Presence not(Presence part) {
        return new Presence.No(part);
    }
}
