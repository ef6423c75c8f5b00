package io.phiwatch.drills.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders a scorecard for a terminal, as plain text. */
public final class ScorecardText {
    private static final int COLUMNS = 5;

    private ScorecardText() {}

    /** A table of the attacks, then the false incidents, then the verdict; each line ends with a newline. */
    public static String render(Scorecard card) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("attack", "on", "result", "time to detect", "incident"));
        card.results().forEach(result -> rows.add(row(result)));
        StringBuilder text = new StringBuilder(table(rows));
        for (ObservedIncident incident : card.falseIncidents()) {
            text.append("false incident ")
                    .append(incident.id())
                    .append(" (")
                    .append(incident.rules().stream().sorted().collect(Collectors.joining(", ")))
                    .append(")\n");
        }
        int unexplained = card.falseIncidents().size();
        return text.append(card.detected())
                .append(" of ")
                .append(card.results().size())
                .append(" attacks detected, ")
                .append(unexplained)
                .append(unexplained == 1 ? " false incident\n" : " false incidents\n")
                .toString();
    }

    private static List<String> row(AttackResult result) {
        return List.of(
                result.attack().name(),
                result.attack().surface().name(),
                result.isDetected() ? "detected" : "MISSED",
                result.timeToDetect().map(ScorecardText::duration).orElse("-"),
                result.incident().map(ObservedIncident::id).orElse("-"));
    }

    private static String table(List<List<String>> rows) {
        List<Integer> widths = IntStream.range(0, COLUMNS)
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream()
                .map(row -> IntStream.range(0, COLUMNS)
                                .mapToObj(column -> pad(row.get(column), widths.get(column)))
                                .collect(Collectors.joining("  "))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String duration(Duration duration) {
        Duration size = duration.abs();
        String seconds = size.toSecondsPart() + "." + size.toMillisPart() / 100 + "s";
        String minutes = size.toMinutes() == 0 ? "" : size.toMinutes() + "m ";
        return (duration.isNegative() ? "-" : "") + minutes + seconds;
    }
}
