package io.phiwatch.launcher.command.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.Drills;
import io.phiwatch.drills.scenario.Script;
import io.phiwatch.launcher.command.ExitCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the drills: one for each rule, named as it, and stories of several stages. */
@Command(name = "list", description = "Drills by name: what happens, in the words of which platforms.")
public final class DrillListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "JSON lines.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Drills.all().forEach(drill -> out.println(asJson ? json(drill).toString() : line(drill)));
        out.flush();
        return ExitCode.DONE;
    }

    private static String line(Drill drill) {
        return String.format(
                Locale.ROOT,
                "%-30s %-10s %s (%s)",
                drill.name(),
                drill.surface(),
                drill.description(),
                drill.scripts().stream().map(Script::name).collect(Collectors.joining(", ")));
    }

    private static ObjectNode json(Drill drill) {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("name", drill.name())
                .put("story", drill.isStory())
                .put("surface", drill.surface().name())
                .put("description", drill.description());
        drill.scripts().forEach(script -> {
            ObjectNode node = json.withArray("/scripts").addObject().put("name", script.name());
            script.platforms().stream().sorted().forEach(node.withArray("/platforms")::add);
            node.put("seconds", script.length().toSeconds()).put("needs_history", script.needsHistory());
        });
        drill.expected()
                .forEach(expected -> json.withArray("/expected")
                        .addObject()
                        .put("rule", expected.rule())
                        .put("within_seconds", expected.within().toSeconds()));
        return json;
    }
}
