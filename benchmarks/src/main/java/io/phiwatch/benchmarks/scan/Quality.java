package io.phiwatch.benchmarks.scan;

import io.phiwatch.benchmarks.scan.LogLines.Line;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much of what was planted is found, and how much is found that was not planted. */
final class Quality {
    private static final int EXAMPLES = 400;

    private final PhiScanner scanner = new PhiScanner();
    private final Map<String, Counts> byType = new TreeMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private int cleanLines;
    private int falseOnClean;

    /** Of one type. Found counts only with the right type and exactly the right place. */
    static final class Counts {
        private int planted;
        private int found;
        private int wrong;

        void add(int morePlanted, int moreFound, int moreWrong) {
            planted += morePlanted;
            found += moreFound;
            wrong += moreWrong;
        }

        int planted() {
            return planted;
        }

        double recall() {
            return planted == 0 ? 1 : (double) found / planted;
        }

        double precision() {
            return found + wrong == 0 ? 1 : (double) found / (found + wrong);
        }
    }

    static Quality of(long seed, int plantedPerType, int clean) {
        Quality quality = new Quality();
        LogLines lines = new LogLines(seed);
        for (String type : lines.types()) {
            for (int i = 0; i < plantedPerType; i++) {
                quality.check(lines.with(type));
            }
        }
        for (int i = 0; i < clean; i++) {
            quality.check(lines.clean());
        }
        return quality;
    }

    Map<String, Counts> byType() {
        return byType;
    }

    double falsePerTenThousandClean() {
        return falseOnClean * 10_000.0 / cleanLines;
    }

    /** Some of the lines that were judged wrongly; all of them are made up. */
    List<String> mistakes() {
        return mistakes;
    }

    private void check(Line line) {
        boolean found = false;
        for (PhiFinding finding : scanner.scanLine(line.text())) {
            String type = finding.type().name();
            boolean right = type.equals(line.type()) && finding.start() == line.start() && finding.end() == line.end();
            if (right) {
                found = true;
            } else {
                counts(type).add(0, 0, 1);
                falseOnClean += line.type().isEmpty() ? 1 : 0;
                note("wrong " + type + " [" + line.text().substring(finding.start(), finding.end()) + "]", line);
            }
        }
        if (line.type().isEmpty()) {
            cleanLines++;
            return;
        }
        Counts counts = counts(line.type());
        counts.add(1, found ? 1 : 0, 0);
        if (!found) {
            note("missed " + line.type() + " [" + line.text().substring(line.start(), line.end()) + "]", line);
        }
    }

    private void note(String what, Line line) {
        if (mistakes.size() < EXAMPLES) {
            mistakes.add(what + " in " + line.text());
        }
    }

    private Counts counts(String type) {
        return byType.computeIfAbsent(type, t -> new Counts());
    }
}
