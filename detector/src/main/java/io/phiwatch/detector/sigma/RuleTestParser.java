package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the file of tests beside a rule file; whatever is wrong is reported with its line. */
final class RuleTestParser {
    /** A Monday: what offsets are counted from where no event has a time of its own. */
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private static final int MOST_EVENTS = 1_000_000;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final String AT = "at";

    private final Reporter reporter;
    private final List<RuleTests.Test> tests = new ArrayList<>();
    private Duration maxDelay = RuleTests.DEFAULT_MAX_DELAY;

    private RuleTestParser(Reporter reporter) {
        this.reporter = reporter;
    }

    static RuleTests parse(RuleFile file) {
        RuleTestParser parser = new RuleTestParser(new Reporter(file.name()));
        try {
            List<Yaml> documents = YamlReader.read(file.text());
            if (documents.size() == 1 && documents.getFirst() instanceof Yaml.Mapping mapping) {
                parser.read(new Section(mapping, "", parser.reporter));
            } else {
                parser.reporter.reject(1, "", "must be one document with the key tests");
            }
        } catch (YamlException e) {
            parser.reporter.reject(e.line(), "", String.valueOf(e.getMessage()));
        }
        return new RuleTests(file.name(), parser.maxDelay, parser.tests, parser.reporter.errors());
    }

    private void read(Section document) {
        document.allowOnly(List.of("tests", "max_delay"));
        maxDelay = duration(document, "max_delay").orElse(RuleTests.DEFAULT_MAX_DELAY);
        List<Section> written = sections(document, "tests");
        if (written.isEmpty() && reporter.count() == 0) {
            document.reject("tests", "holds no test");
        }
        for (Section test : written) {
            int before = reporter.count();
            RuleTests.Test parsed = test(test);
            if (reporter.count() == before) {
                tests.add(parsed);
            }
        }
    }

    private RuleTests.Test test(Section test) {
        test.allowOnly(List.of("name", "reference", "learn", "repeat", "events", "quiet", "expect"));
        String name = test.required("name");
        List<Section> events = sections(test, "events");
        Instant start = events.stream()
                .flatMap(event -> time(event.text(AT)).stream())
                .findFirst()
                .orElse(START);
        if (events.isEmpty()) {
            test.reject("events", "required");
        }
        if (!test.has("expect")) {
            test.reject("expect", "required; write [] where nothing fires");
        }
        List<RuleTests.Expected> expected = sections(test, "expect").stream()
                .map(expect -> expected(expect, start))
                .toList();
        List<RuleTests.Event> learnt = new ArrayList<>();
        for (Section phase : sections(test, "learn")) {
            phase.allowOnly(List.of("repeat", "events"));
            learnt.addAll(repeated(phase, sections(phase, "events"), start));
        }
        learnt.sort(Comparator.comparing(RuleTests.Event::at));
        List<RuleTests.Event> all = new ArrayList<>(learnt);
        all.addAll(repeated(test, events, start));
        return new RuleTests.Test(
                name,
                test.map().line(),
                start,
                sections(test, "reference").stream()
                        .flatMap(row -> new KnownParser(start).parse(row).stream())
                        .toList(),
                all,
                learnt.size(),
                duration(test, "quiet").orElse(null),
                expected);
    }

    private List<RuleTests.Event> repeated(Section test, List<Section> written, Instant start) {
        Section repeat = test.section("repeat");
        int times = 1;
        Duration every = Duration.ZERO;
        if (repeat != null) {
            repeat.allowOnly(List.of("times", "every"));
            times = whole(repeat, "times", 1).orElse(1);
            every = duration(repeat, "every").orElse(Duration.ZERO);
        }
        if ((long) times * written.size() > MOST_EVENTS) {
            test.reject("repeat", "makes more than a million events");
            return List.of();
        }
        List<RuleTests.Event> events = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            for (Section event : written) {
                Instant at = at(event, start).plus(every.multipliedBy(n));
                events.add(new RuleTests.Event(event.map().line(), at, fields(event.map(), n)));
            }
        }
        return events;
    }

    private static Map<String, Object> fields(Yaml.Mapping event, int n) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Yaml.Entry entry : event.entries()) {
            Object value = value(entry.value(), n);
            if (value != null && !entry.key().equals(AT)) {
                fields.put(entry.key(), value);
            }
        }
        return fields;
    }

    /** Values as JSON has them, so that a test's event reads as the log's would. */
    private static @Nullable Object value(Yaml value, int n) {
        return switch (value) {
            case Yaml.Scalar scalar ->
                switch (scalar.kind()) {
                    case STRING -> scalar.text().replace("{n}", Integer.toString(n));
                    case INTEGER, DECIMAL -> new BigDecimal(scalar.text());
                    case BOOLEAN -> Boolean.valueOf(scalar.text());
                    case NULL -> null;
                };
            case Yaml.Sequence sequence -> {
                List<Object> items = new ArrayList<>();
                for (Yaml item : sequence.items()) {
                    Object converted = value(item, n);
                    if (converted != null) {
                        items.add(converted);
                    }
                }
                yield items;
            }
            case Yaml.Mapping mapping -> fields(mapping, n);
        };
    }

    private RuleTests.Expected expected(Section expect, Instant start) {
        expect.allowOnly(List.of("rule", "alerts", "group", AT));
        Map<String, String> group = new LinkedHashMap<>();
        Section written = expect.section("group");
        if (written != null) {
            written.map().entries().forEach(entry -> group.put(entry.key(), String.valueOf(written.text(entry.key()))));
        }
        return new RuleTests.Expected(
                expect.map().line(),
                expect.required("rule"),
                whole(expect, "alerts", 0).orElse(null),
                group,
                expect.has(AT) ? at(expect, start) : null);
    }

    private Instant at(Section section, Instant start) {
        String text = section.text(AT);
        if (text == null) {
            return start;
        }
        Optional<Instant> time = time(text);
        return time.isPresent() ? time.get() : start.plus(duration(section, AT).orElse(Duration.ZERO));
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(Section section, String key) {
        String text = section.text(key);
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> duration = duration(text);
        if (duration.isEmpty()) {
            section.reject(key, "must be a number and ms, s, m, h or d" + (key.equals(AT) ? ", or an ISO time" : ""));
        }
        return duration;
    }

    /** A span such as 90s; empty for what is none. */
    static Optional<Duration> duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    private static Optional<Integer> whole(Section section, String key, int least) {
        String text = section.text(key);
        if (text == null) {
            return Optional.empty();
        }
        boolean isWhole = text.matches("[0-9]{1,7}");
        if (!isWhole || Integer.parseInt(text) < least) {
            section.reject(key, "must be a whole number from " + least);
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(text));
    }

    private List<Section> sections(Section parent, String key) {
        Yaml value = parent.map().value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Yaml.Sequence sequence)) {
            parent.reject(key, "must be a list");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            String path = parent.pathOf(key) + '[' + sections.size() + ']';
            if (item instanceof Yaml.Mapping mapping) {
                sections.add(new Section(mapping, path, reporter));
            } else {
                reporter.reject(item.line(), path, "must be a map");
            }
        }
        return sections;
    }
}
