package io.phiwatch.detector.sigma;

import io.phiwatch.schema.ReferenceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tests of one rule file, from the file {@code NAME.test.yml} beside it.
 *
 * @param file as errors name it
 * @param maxDelay how late events may come to count
 * @param errors what is wrong with the file; a test with an error is not among the tests
 */
public record RuleTests(String file, Duration maxDelay, List<Test> tests, List<RuleError> errors) {
    /** Delay of the tests that name none. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(10);

    private static final Pattern TEST_FILE = Pattern.compile("(.*)\\.test(\\.ya?ml)");

    public RuleTests {
        tests = List.copyOf(tests);
        errors = List.copyOf(errors);
    }

    /** The tests in that file. */
    public static RuleTests parse(RuleFile file) {
        return RuleTestParser.parse(file);
    }

    /** Name of the rule file that those tests are beside; empty where the name is not that of a test file. */
    public Optional<String> ruleFile() {
        Matcher name = TEST_FILE.matcher(file);
        return name.matches() ? Optional.of(name.group(1) + name.group(2)) : Optional.empty();
    }

    /**
     * One test.
     *
     * @param line in the file, from 1
     * @param start what offsets are counted from
     * @param reference rows of reference tables
     * @param events in the order delivered, repetitions written out
     * @param learnt how many of the events only teach what is usual: time passes in fewer steps between them
     * @param quiet how long nothing happens after the last event; null for as long as the rules need
     * @param expect what fires; empty where nothing may
     */
    public record Test(
            String name,
            int line,
            Instant start,
            List<Known> reference,
            List<Event> events,
            int learnt,
            @Nullable Duration quiet,
            List<Expected> expect) {
        public Test {
            reference = List.copyOf(reference);
            events = List.copyOf(events);
            expect = List.copyOf(expect);
        }
    }

    /**
     * A version of a row of a reference table.
     *
     * @param part which part of the row it is; empty for the row as it was loaded
     * @param columns identifiers as events have them, lists with {@code ;}
     * @param recorded when it becomes known
     * @param from since when it holds; null for since ever
     * @param until until when it holds; null for for ever
     */
    public record Known(
            ReferenceTable table,
            String id,
            String part,
            Map<String, String> columns,
            Instant recorded,
            @Nullable Instant from,
            @Nullable Instant until) {
        public Known {
            columns = Map.copyOf(columns);
        }
    }

    /**
     * One event.
     *
     * @param line in the file, from 1
     * @param fields by dotted name: texts, numbers, truth values, lists and maps of these
     */
    public record Event(int line, Instant at, Map<String, Object> fields) {
        public Event {
            fields = new LinkedHashMap<>(fields);
        }
    }

    /**
     * What is expected of a rule.
     *
     * @param line in the file, from 1
     * @param rule id or name
     * @param alerts how many episodes; null for at least one
     * @param group fields and values that the group has, maybe among others
     * @param at time of the event that fired the first of them; null for any
     */
    public record Expected(
            int line,
            String rule,
            @Nullable Integer alerts,
            Map<String, String> group,
            @Nullable Instant at) {
        public Expected {
            group = new LinkedHashMap<>(group);
        }

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            parts.add(alerts == null ? "one or more alerts" : alerts + (alerts == 1 ? " alert" : " alerts"));
            if (!group.isEmpty()) {
                parts.add("for " + group);
            }
            return rule + ": " + String.join(" ", parts);
        }
    }
}
