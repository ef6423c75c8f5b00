package io.phiwatch.alerting.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.phiwatch.alerting.data.DataFile;
import io.phiwatch.alerting.playbook.Playbook.PossibleBreach;
import io.phiwatch.alerting.playbook.Playbook.Role;
import io.phiwatch.alerting.playbook.Playbook.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a playbook: YAML between two lines of three dashes, Markdown behind them. */
final class PlaybookFile {
    private static final Pattern PARTS = Pattern.compile("\\A---\\n(.*?)\\n---\\n(.*)\\z", Pattern.DOTALL);
    /** An id stands in commands and in evidence, where only plain names do. */
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private static final Pattern DUE = Pattern.compile("(\\d{1,4})([mhd])");
    private static final ObjectReader YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build()
            .readerFor(Front.class);

    private PlaybookFile() {}

    private record Front(String id, String title, PossibleBreach possibleBreach, List<Line> steps) {}

    private record Line(String id, String title, Role role, String due) {}

    static Playbook read(DataFile file) {
        Matcher parts = PARTS.matcher(file.text());
        if (!parts.matches()) {
            throw new PlaybookException(file.name(), "begins with front matter between two lines of ---");
        }
        Front front = front(file, parts.group(1));
        Set<String> seen = new HashSet<>();
        for (Line line : front.steps()) {
            if (!ID.matcher(line.id()).matches() || !seen.add(line.id())) {
                throw new PlaybookException(file.name(), "steps: each has an id of its own, in lower case");
            }
        }
        if (!ID.matcher(front.id()).matches()) {
            throw new PlaybookException(file.name(), "id: lower-case letters, digits and dashes");
        }
        return new Playbook(
                front.id(),
                front.title(),
                front.possibleBreach(),
                front.steps().stream()
                        .map(line -> new Step(line.id(), line.title(), line.role(), due(file, line.due())))
                        .toList(),
                parts.group(2).strip(),
                file.version());
    }

    private static Front front(DataFile file, String yaml) {
        try {
            return YAML.readValue(yaml);
        } catch (JsonProcessingException e) {
            throw new PlaybookException(file.name(), e.getOriginalMessage());
        }
    }

    private static Duration due(DataFile file, String text) {
        Matcher due = DUE.matcher(text);
        if (!due.matches()) {
            throw new PlaybookException(file.name(), "due: a time such as 15m, 4h or 2d");
        }
        long number = Long.parseLong(due.group(1));
        return switch (due.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
