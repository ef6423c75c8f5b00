package io.phiwatch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a result, as JSON or for people: every array of objects is a table, all else a line. */
public final class Output {
    private static final String GAP = "  ";

    @Option(names = "--json", description = "Prints JSON.")
    private boolean asJson;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Prints where the command line prints. */
    public void print(ObjectNode result) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (asJson) {
            out.println(result);
        } else {
            lines(result).forEach(out::println);
        }
        out.flush();
    }

    static List<String> lines(ObjectNode result) {
        List<String> lines = new ArrayList<>();
        result.properties().forEach(field -> {
            if (field.getValue() instanceof ArrayNode rows) {
                lines.add("");
                lines.add(words(field.getKey()));
                lines.addAll(table(rows));
            } else {
                lines.add(words(field.getKey()) + ": " + field.getValue().asText());
            }
        });
        return lines;
    }

    private static List<String> table(ArrayNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Output::words).toList());
        for (JsonNode row : rows) {
            cells.add(
                    columns.stream().map(column -> row.path(column).asText("")).toList());
        }
        return cells.stream().map(row -> line(row, widths(cells))).toList();
    }

    private static int[] widths(List<List<String>> cells) {
        int[] widths = new int[cells.getFirst().size()];
        cells.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return widths;
    }

    /** The first column names the row and stands left, numbers stand right. */
    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(GAP).append(i == 0 ? row.get(i) + padding : padding + row.get(i));
        }
        return line.toString();
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}
