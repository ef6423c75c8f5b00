package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.offline.RuleTestReport;
import io.phiwatch.detector.offline.RuleTestReport.FileResult;
import io.phiwatch.detector.offline.RuleTestReport.Firing;
import io.phiwatch.detector.offline.RuleTestReport.TestResult;
import io.phiwatch.detector.offline.RuleTestRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests beside rules. */
@Command(
        name = "test",
        description = "Runs the tests beside rules (NAME.test.yml) on the real topology. Exits 1 when one fails.")
final class RulesTestCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "DIR|FILE", description = "Folder of rules and tests, or one rule file.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "One JSON document.")
    private boolean asJson;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes JUnit XML too.")
    private @Nullable Path junit;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(path + " is not there");
        }
        RuleTestReport report = RuleTestRunner.run(path);
        if (junit != null) {
            Files.writeString(junit, JunitXml.of(report));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (asJson) {
            out.println(json(report));
        } else {
            print(report, out);
        }
        out.flush();
        return report.isPassed() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static void print(RuleTestReport report, PrintWriter out) {
        for (FileResult file : report.files()) {
            out.println(file.file());
            for (TestResult test : file.tests()) {
                out.println("  " + Terminal.mark(test.isPassed()) + ' ' + test.name());
                test.differences().forEach(difference -> out.println("      " + difference));
            }
        }
        report.errors().forEach(error -> out.println(Terminal.mark(false) + ' ' + error));
        if (!report.untested().isEmpty()) {
            out.println("without tests: " + String.join(", ", report.untested()));
        }
        out.println((report.ran() - report.failed()) + " passed, " + report.failed() + " failed, "
                + report.errors().size() + " rejected, " + report.untested().size() + " rules without tests");
    }

    private static ObjectNode json(RuleTestReport report) {
        ObjectNode document = JSON.createObjectNode()
                .put("passed", report.ran() - report.failed())
                .put("failed", report.failed());
        ArrayNode tests = document.putArray("tests");
        for (FileResult file : report.files()) {
            for (TestResult test : file.tests()) {
                ObjectNode node = tests.addObject()
                        .put("file", file.file())
                        .put("line", test.line())
                        .put("name", test.name())
                        .put("passed", test.isPassed())
                        .put("millis", test.took().toMillis());
                test.fired().forEach(firing -> node.withArray("fired").add(json(firing)));
                test.differences().forEach(node.withArray("differences")::add);
            }
        }
        ArrayNode errors = document.putArray("errors");
        report.errors()
                .forEach(error -> errors.addObject()
                        .put("file", error.file())
                        .put("line", error.line())
                        .put("path", error.path())
                        .put("reason", error.reason()));
        report.untested().forEach(document.putArray("untested")::add);
        return document;
    }

    private static ObjectNode json(Firing firing) {
        ObjectNode node = JSON.createObjectNode()
                .put("rule", firing.rule())
                .put("at", firing.at().toString())
                .put("offset_ms", firing.offset().toMillis())
                .put("explanation", firing.explanation());
        ObjectNode group = node.putObject("group");
        firing.group().forEach(group::put);
        return node;
    }
}
