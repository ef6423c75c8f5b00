package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes rules of snippets, and matches events that are maps. */
final class Rules {
    private Rules() {}

    /** A rule of another log source than ours, so that it may name any field. */
    static String anywhere(String detection) {
        return "title: Test\nname: test\nlogsource: {category: test}\ndetection:\n" + detection.indent(2);
    }

    /** A rule over access events with further top-level keys. */
    static String access(String name, String detection, String more) {
        return "title: " + name + "\nname: " + name + "\nlogsource: {product: phiwatch, category: access}\ndetection:\n"
                + detection.indent(2) + more;
    }

    static RuleSet of(String... texts) {
        return RuleSet.of(files(texts));
    }

    static List<RuleError> errors(String... texts) {
        return RuleParser.parse(files(texts)).errors();
    }

    static List<RuleFile> files(String... texts) {
        List<RuleFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new RuleFile("rule" + (files.size() + 1) + ".yml", text));
        }
        return files;
    }

    static boolean matches(String detection, Map<String, Object> event) {
        return !matched(of(anywhere(detection)), event).isEmpty();
    }

    /** Names of the rules that match, whatever their log source. */
    static List<String> matched(RuleSet rules, Map<String, Object> event) {
        List<String> names = new ArrayList<>();
        Matcher<Map<String, Object>> matcher =
                Matcher.compile(rules, new MapFields(), rule -> true, (rule, failure) -> {
                    throw new AssertionError(failure);
                });
        matcher.match(event, rule -> names.add(rule.metadata().name()));
        return names;
    }
}
