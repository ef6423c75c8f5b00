package io.phiwatch.launcher.command;

import io.phiwatch.detector.rules.ActiveSet;
import io.phiwatch.detector.rules.RulePush;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives one rule other values, without copying it. */
@Command(
        name = "override",
        description =
                "Changes the threshold, the timespan or the level of a rule in force, signed and recorded like a push"
                        + " of rules. The rule itself is not copied: what a later version changes of it counts.")
public final class RulesOverrideCommand implements Callable<Integer> {
    private static final Pattern VALUE = Pattern.compile("(?m)^ {2}(threshold|timespan|level): (.+)$");

    @Mixin
    private PushOptions push = new PushOptions();

    @Parameters(index = "0", paramLabel = "RULE", description = "Id or name of the rule.")
    private String rule = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "threshold=NUMBER, timespan=SPAN (such as 15m) or level=LEVEL.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        for (Map.Entry<String, String> value : values.entrySet()) {
            boolean isPlain = value.getValue().matches("[a-zA-Z0-9.]+");
            if (!isPlain
                    || !VALUE.matcher("  " + value.getKey() + ": " + value.getValue())
                            .matches()) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "'" + value.getKey() + "=" + value.getValue()
                                + "': threshold=NUMBER, timespan=SPAN and level=LEVEL can be changed");
            }
        }
        return push.push(Objects.requireNonNull(spec).commandLine(), List.of(), this::plan);
    }

    /** Values of an earlier override stay, unless they are given anew. */
    private RulePush plan(Optional<ActiveSet> active) {
        String name = nameIn(active.map(ActiveSet::rules).orElseGet(RuleSet::bundled));
        String file = RulePush.overrideOf(name);
        Map<String, String> all = active.stream()
                .flatMap(set -> set.files().stream())
                .filter(other -> other.name().equals(file))
                .flatMap(other -> VALUE.matcher(other.text()).results())
                .collect(Collectors.toMap(
                        (MatchResult value) -> value.group(1),
                        (MatchResult value) -> value.group(2),
                        (a, b) -> b,
                        TreeMap::new));
        all.putAll(values);
        StringBuilder text = new StringBuilder("title: Override of ")
                .append(name)
                .append("\noverride:\n  rule: ")
                .append(name)
                .append('\n');
        all.forEach((key, value) ->
                text.append("  ").append(key).append(": ").append(value).append('\n'));
        return RulePush.one(active, new RuleFile(file, text.toString()));
    }

    private String nameIn(RuleSet rules) {
        return rules.byId(rule)
                .map(Rule::metadata)
                .map(metadata -> metadata.name())
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(), "no rule in force is called '" + rule + "'"));
    }
}
