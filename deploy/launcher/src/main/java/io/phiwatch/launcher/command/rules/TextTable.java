package io.phiwatch.launcher.command.rules;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, its columns aligned for reading on a terminal. Not thread-safe. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> heads) {
        rows.add(List.copyOf(heads));
    }

    /** Adds a row of as many cells as there are heads. */
    void add(List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
    }

    void print(PrintWriter out) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        for (int i = 0; i < rows.size(); i++) {
            print(rows.get(i), widths, out);
            if (i == 0) {
                print(widths.stream().map("-"::repeat).toList(), widths, out);
            }
        }
    }

    private static void print(List<String> cells, List<Integer> widths, PrintWriter out) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(Math.max(0, widths.get(i) - cell.length())))
                    .append(" |");
        }
        out.println(line);
    }
}
