package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralScannerTest {
    private static Set<Integer> found(LiteralScanner scanner, String text) {
        Set<Integer> found = new TreeSet<>();
        scanner.scan(text, found::add);
        return found;
    }

    @Test
    void aLiteralCountsInItsPlaceOnly() {
        // Given
        LiteralScanner scanner = new LiteralScanner(List.of(
                Literal.of("ab", false, false),
                Literal.of("ab", true, false),
                Literal.of("ab", false, true),
                Literal.of("ab", true, true),
                Literal.of("", true, true)));

        // Then
        assertThat(found(scanner, "xABx")).containsExactly(0);
        assertThat(found(scanner, "abx")).containsExactly(0, 1);
        assertThat(found(scanner, "xab")).containsExactly(0, 2);
        assertThat(found(scanner, "ab")).containsExactly(0, 1, 2, 3);
        assertThat(found(scanner, "")).containsExactly(4);
        assertThat(found(scanner, "\uFFFFa b\u0000")).isEmpty();
    }

    @Test
    void thousandsOfRandomTextsHoldWhatASearchForEachLiteralFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            // Given
            List<Literal> literals = new ArrayList<>();
            boolean onlyAtStart = round % 5 == 0;
            for (int i = 0; i < 60; i++) {
                literals.add(
                        Literal.of(word(random, 1, 6), onlyAtStart || random.nextInt(4) == 0, random.nextInt(4) == 0));
            }
            LiteralScanner scanner = new LiteralScanner(literals);
            for (int i = 0; i < 30; i++) {
                String text = word(random, 0, 40);

                // When
                Set<Integer> found = found(scanner, text);

                // Then
                Set<Integer> expected = new TreeSet<>();
                for (int number = 0; number < literals.size(); number++) {
                    if (holds(literals.get(number), EventValue.fold(text))) {
                        expected.add(number);
                    }
                }
                assertThat(found).as("%s in %s", literals, text).isEqualTo(expected);
            }
        }
    }

    private static boolean holds(Literal literal, String text) {
        return switch (literal.place()) {
            case WHOLE -> text.equals(literal.text());
            case START -> text.startsWith(literal.text());
            case END -> text.endsWith(literal.text());
            case ANYWHERE -> text.contains(literal.text());
        };
    }

    private static String word(Random random, int min, int max) {
        StringBuilder word = new StringBuilder();
        for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
            word.append("abAB\u00E9\u00C9\u212Ak".charAt(random.nextInt(8)));
        }
        return word.toString();
    }

    @ParameterizedTest(name = "/{0}/ requires {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            net\\s+user; user
            abc; abc
            (?i)FOO; foo
            foo(bar)?; foo
            colou?r; colo
            ab*cd; cd
            ab+cd; ab
            abc{2}d; ab
            abc{x; ab
            a\\.exe; a.exe
            x[abc]yz; yz
            x[]a]yz; yz
            x[^]a]yz; yz
            (a|b)cd; cd
            (a[)]|b)cd; cd
            (a\\)|b)cd; cd
            \\bword\\b; word
            a|b;
            abc|def;
            .*;
            (abc);
            [abc]+;
            \\x41bc;
            \\pNbc;
            \\Qa|b\\E;
            x[[:alpha:]]yz;
            \u00E9bc; bc
            """)
    void aRegularExpressionRequiresItsLongestPlainRun(String expression, String expected) {
        // When
        Literal literal = new RegexTest(expression, 0).literal();

        // Then
        assertThat(literal == null ? null : literal.text()).isEqualTo(expected);
    }
}
