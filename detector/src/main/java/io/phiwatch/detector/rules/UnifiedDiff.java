package io.phiwatch.detector.rules;

import java.util.ArrayList;
import java.util.List;

/** The difference between two texts, line by line, in the unified format of {@code diff -u}. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private final List<Line> lines = new ArrayList<>();

    /** A line of the joined text: {@code ' '} in both, {@code '-'} only before, {@code '+'} only after. */
    private record Line(char mark, String text) {
        @Override
        public String toString() {
            return mark + text + '\n';
        }
    }

    private UnifiedDiff(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        int old = 0;
        int now = 0;
        while (old < before.size() || now < after.size()) {
            if (old < before.size() && now < after.size() && before.get(old).equals(after.get(now))) {
                lines.add(new Line(' ', before.get(old)));
                old++;
                now++;
            } else if (now == after.size() || (old < before.size() && common[old + 1][now] >= common[old][now + 1])) {
                lines.add(new Line('-', before.get(old++)));
            } else {
                lines.add(new Line('+', after.get(now++)));
            }
        }
    }

    /** Empty where the texts are the same. */
    static String of(String name, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        UnifiedDiff diff =
                new UnifiedDiff(before.lines().toList(), after.lines().toList());
        return "--- a/" + name + "\n+++ b/" + name + '\n' + diff.hunks();
    }

    /** Length of the longest common subsequence of what follows each pair of places. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] length = new int[before.size() + 1][after.size() + 1];
        for (int old = before.size() - 1; old >= 0; old--) {
            for (int now = after.size() - 1; now >= 0; now--) {
                length[old][now] = before.get(old).equals(after.get(now))
                        ? length[old + 1][now + 1] + 1
                        : Math.max(length[old + 1][now], length[old][now + 1]);
            }
        }
        return length;
    }

    private String hunks() {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            int change = nextChange(at);
            if (change == lines.size()) {
                break;
            }
            int end = change;
            for (int next = change; next < lines.size() && next - end <= 2 * CONTEXT; next = nextChange(next + 1)) {
                end = next + 1;
            }
            int start = Math.max(at, change - CONTEXT);
            int stop = Math.min(lines.size(), end + CONTEXT);
            text.append(header(start, stop));
            lines.subList(start, stop).forEach(text::append);
            at = stop;
        }
        return text.toString();
    }

    private int nextChange(int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).mark() == ' ') {
            at++;
        }
        return at;
    }

    private String header(int start, int stop) {
        return "@@ -" + range('-', start, stop) + " +" + range('+', start, stop) + " @@\n";
    }

    private String range(char side, int start, int stop) {
        long before = count(side, 0, start);
        long length = count(side, start, stop);
        return (length == 0 ? before : before + 1) + "," + length;
    }

    private long count(char side, int start, int stop) {
        return lines.subList(start, stop).stream()
                .filter(line -> line.mark() == ' ' || line.mark() == side)
                .count();
    }
}
