package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.phiwatch.schema.Action;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One item of a rule against one value of the field f: what passes and what does not. */
class ValueVectorsTest {
    /** Stands for an event without the field. */
    private static final Object ABSENT = new Object();

    @ParameterizedTest(name = "{0} on {1} is {2}")
    @MethodSource({
        "plainValues",
        "wildcardsAndEscapes",
        "textModifiers",
        "encodings",
        "regularExpressions",
        "networks",
        "numbers",
        "presence",
        "manyValues"
    })
    void itemPassesWhereTheSpecificationSaysSo(String item, Object value, boolean expected) {
        // Given
        String detection = "s:\n" + item.indent(2) + "condition: s";
        Map<String, Object> event = new HashMap<>();
        if (value != ABSENT) {
            event.put("f", value);
        }

        // When
        boolean matches = Rules.matches(detection, event);

        // Then
        assertThat(matches).isEqualTo(expected);
    }

    static Stream<Arguments> plainValues() {
        return Stream.of(
                arguments("f: value", "value", true),
                arguments("f: value", "VALUE", true),
                arguments("f: VaLuE", "vAlUe", true),
                arguments("f: ÄRZTIN", "ärztin", true),
                arguments("f: value", "values", false),
                arguments("f: value", "a value", false),
                arguments("f: value", ABSENT, false),
                arguments("f: 10", 10, true),
                arguments("f: 10", 10L, true),
                arguments("f: 10", 10.0, true),
                arguments("f: 10", "10", true),
                arguments("f: '10'", 10, true),
                arguments("f: 0x10", 16, true),
                arguments("f: 1.50", 1.5, true),
                arguments("f: 10", 100, false),
                arguments("f: true", true, true),
                arguments("f: 'true'", true, true),
                arguments("f: true", "True", true),
                arguments("f: false", true, false),
                arguments("f: mfa_change", Action.mfa_change, true),
                arguments("f: login", Action.logout, false),
                arguments("f: '2026-01-02T03:04:05Z'", Instant.parse("2026-01-02T03:04:05Z"), true),
                arguments("f: [a, b]", "B", true),
                arguments("f: [a, b]", "c", false),
                arguments("f: ''", "", true),
                arguments("f: ''", "x", false),
                arguments("f: ''", ABSENT, false),
                arguments("f: '{\"a\":1}'", Map.of("a", 1), false));
    }

    static Stream<Arguments> wildcardsAndEscapes() {
        return Stream.of(
                arguments("f: 'a*c'", "abbbc", true),
                arguments("f: 'a*c'", "ac", true),
                arguments("f: 'a*c'", "acd", false),
                arguments("f: 'a?c'", "abc", true),
                arguments("f: 'a?c'", "ac", false),
                arguments("f: '*b*d*'", "abcde", true),
                arguments("f: '*d*b*'", "abcde", false),
                arguments("f: 'ab*ba'", "aba", false),
                arguments("f: 'a*b?d'", "axxbcd", true),
                arguments("f: '*'", "", true),
                arguments("f: '*'", ABSENT, false),
                arguments("f: '?'", "", false),
                arguments("f: 'a\\*c'", "a*c", true),
                arguments("f: 'a\\*c'", "abc", false),
                arguments("f: 'a\\?c'", "a?c", true),
                arguments("f: 'a\\?c'", "abc", false),
                arguments("f: 'a\\\\*'", "a\\anything", true),
                arguments("f: 'a\\\\*'", "a*", false),
                arguments("f: 'a\\\\\\*'", "a\\*", true),
                arguments("f: 'a\\\\\\*'", "a\\x", false),
                arguments("f: 'C:\\Windows\\x'", "c:\\windows\\X", true),
                arguments("f: 'C:\\\\Windows'", "C:\\Windows", true),
                arguments("f: '\\\\\\\\host'", "\\\\host", true),
                arguments("f: '\\\\\\host'", "\\\\host", true),
                arguments("f: 'end\\'", "end\\", true),
                arguments("f: 'a.c'", "abc", false));
    }

    static Stream<Arguments> textModifiers() {
        return Stream.of(
                arguments("f|contains: bc", "aBCd", true),
                arguments("f|contains: bd", "abcd", false),
                arguments("f|contains: 'b*d'", "abcde", true),
                arguments("f|contains: ''", "x", true),
                arguments("f|contains: 46", 1462, true),
                arguments("f|startswith: ab", "ABc", true),
                arguments("f|startswith: ab", "cab", false),
                arguments("f|endswith: bc", "aBC", true),
                arguments("f|endswith: bc", "bca", false),
                arguments("f|endswith: '\\x.exe'", "c:\\X.EXE", true),
                arguments("f|contains|all: [a, c]", "cba", true),
                arguments("f|contains|all: [a, d]", "cba", false),
                arguments("f|cased: Value", "Value", true),
                arguments("f|cased: Value", "value", false),
                arguments("f|contains|cased: Val", "aValue", true),
                arguments("f|contains|cased: Val", "avalue", false),
                arguments("f|startswith|cased: 'V?l'", "Value", true),
                arguments("f|neq: a", "b", true),
                arguments("f|neq: a", "A", false),
                arguments("f|neq: a", ABSENT, true),
                arguments("f|neq: [a, b]", "b", false),
                arguments("f|neq: [a, b]", "c", true),
                arguments("f|contains|neq: b", "abc", false),
                arguments("f|windash|contains: ' -f '", "rm /f x", true),
                arguments("f|windash|contains: ' /f '", "rm -f x", true),
                arguments("f|windash|contains: ' -f '", "rm \u2013f x", true),
                arguments("f|contains|windash: ' -f '", "rm \u2015F x", true),
                arguments("f|windash: 'a-b'", "a/b", false),
                arguments("f|windash|contains|all: [' -a', ' -b']", "x /a \u2014b", true));
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                arguments("f|base64: foobar", "Zm9vYmFy", true),
                arguments("f|base64|contains: foobar", "xx Zm9vYmFy xx", true),
                arguments("f|base64: foobar", "foobar", false),
                arguments("f|base64offset|contains: foobar", "eGZvb2Jhcg==", true),
                arguments("f|base64offset|contains: foobar", "eHhmb29iYXI=", true),
                arguments("f|base64offset|contains: foobar", "Zm9vYmFyeA==", true),
                arguments("f|base64offset|contains: foobaz", "Zm9vYmFyeA==", false),
                arguments("f|wide|base64: ab", "YQBiAA==", true),
                arguments("f|utf16le|base64: ab", "YQBiAA==", true),
                arguments("f|utf16be|base64: ab", "AGEAYg==", true),
                arguments("f|utf16|base64: ab", "//5hAGIA", true));
    }

    static Stream<Arguments> regularExpressions() {
        return Stream.of(
                arguments("f|re: 'b+c'", "abbcd", true),
                arguments("f|re: '^b'", "ab", false),
                arguments("f|re: 'B'", "b", false),
                arguments("f|re|i: 'B'", "b", true),
                arguments("f|re: '(?i)B'", "b", true),
                arguments("f|re: '^b$'", "a\nb", false),
                arguments("f|re|m: '^b$'", "a\nb", true),
                arguments("f|re: 'a.b'", "a\nb", false),
                arguments("f|re|s: 'a.b'", "a\nb", true),
                arguments("f|re|i|s: 'A.B'", "a\nb", true),
                arguments("f|re|ignorecase: 'A'", "a", true),
                arguments("f|re: '\\bid\\d{3}\\b'", "x id123 y", true),
                arguments("f|re: 'a*'", "b", true),
                arguments("f|re|all: ['a', 'b']", "ab", true),
                arguments("f|re|all: ['a', 'c']", "ab", false),
                arguments("f|re|neq: 'a'", "b", true),
                arguments("f|re: '^46'", 4624, true),
                arguments("f|re: '.*'", ABSENT, false));
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                arguments("f|cidr: 10.0.0.0/8", "10.1.2.3", true),
                arguments("f|cidr: 10.0.0.0/8", "11.0.0.1", false),
                arguments("f|cidr: 192.0.2.128/25", "192.0.2.127", false),
                arguments("f|cidr: 192.0.2.7", "192.0.2.7", true),
                arguments("f|cidr: 0.0.0.0/0", "203.0.113.9", true),
                arguments("f|cidr: 0.0.0.0/0", "2001:db8::1", false),
                arguments("f|cidr: '2001:db8::/32'", "2001:DB8:1::1", true),
                arguments("f|cidr: '2001:db8::/32'", "2001:db9::", false),
                arguments("f|cidr: '::1/128'", "0:0:0:0:0:0:0:1", true),
                arguments("f|cidr: 10.0.0.0/8", "::ffff:10.1.2.3", true),
                arguments("f|cidr: 10.0.0.0/8", "10.1.2.3.4", false),
                arguments("f|cidr: 10.0.0.0/8", "10.1.2.300", false),
                arguments("f|cidr: 10.0.0.0/8", "host", false),
                arguments("f|cidr: 10.0.0.0/8", "1::2::3", false),
                arguments("f|cidr: [10.0.0.0/8, 192.168.0.0/16]", "192.168.3.4", true),
                arguments("f|cidr|neq: 10.0.0.0/8", "11.0.0.1", true));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                arguments("f|gt: 5", 6, true),
                arguments("f|gt: 5", 5, false),
                arguments("f|gte: 5", 5L, true),
                arguments("f|lt: 5", 4.9, true),
                arguments("f|lt: 5", 5, false),
                arguments("f|lte: 5.5", 5.5, true),
                arguments("f|gt: -1", 0, true),
                arguments("f|gt: 5", "6", true),
                arguments("f|gt: 5", "six", false),
                arguments("f|gt: 5", true, false),
                arguments("f|gt: 5", Double.NaN, false),
                arguments("f|lt: 5", ABSENT, false),
                arguments("f|gt: 9007199254740992", 9007199254740993L, true),
                arguments("f|gte: 1\nf|lte: 3", 4, false),
                arguments("f|gte: 1\nf|lte: 3", 2, true),
                arguments("f|lt: [1, 10]", 5, true),
                arguments("f|lt|all: [1, 10]", 5, false),
                arguments("f|gt|neq: 5", ABSENT, true));
    }

    static Stream<Arguments> presence() {
        return Stream.of(
                arguments("f|exists: true", "", true),
                arguments("f|exists: true", ABSENT, false),
                arguments("f|exists: false", ABSENT, true),
                arguments("f|exists: false", 0, false),
                arguments("f: null", ABSENT, true),
                arguments("f: ", ABSENT, true),
                arguments("f: null", "", false),
                arguments("f|neq: null", "x", true),
                arguments("f|neq: null", ABSENT, false),
                arguments("f|exists: true", List.of(), false),
                arguments("f: null", List.of(), true));
    }

    static Stream<Arguments> manyValues() {
        return Stream.of(
                arguments("f: b", List.of("a", "B"), true),
                arguments("f: c", List.of("a", "b"), false),
                arguments("f|all: [a, b]", List.of("b", "a"), true),
                arguments("f|all: [a, c]", List.of("b", "a"), false),
                arguments("f|neq: a", List.of("a", "b"), false),
                arguments("f|gt: 5", List.of(1, 7), true),
                arguments("f|re: '^b'", List.of("ab", "ba"), true));
    }
}
