package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Finds every literal of a set in one pass over a text, in time that does not depend on how many there are: the automaton
 * of Aho and Corasick (1975), its trie in a double array (Aoe, 1989). Allocates nothing. Immutable.
 *
 * <p>A state is a position in the double array, and the root is 0. From state {@code s}, a character of class {@code c}
 * leads to the position {@code base(s) + c}, if its check says that it is a child of {@code s}; else the search goes on
 * from {@code fail(s)}, the longest suffix that is a state. {@code output(s)} is the longest suffix that ends a literal.
 */
final class LiteralScanner {
    static final int ROOT = 0;
    /** Numbers of a state in its cell, and where each of them is. */
    static final int CELL = 4;

    static final int BASE = 0;
    static final int CHECK = 1;
    static final int FAIL = 2;
    static final int OUTPUT = 3;

    private final CharClasses classes;
    /** Base, check, fail and output of each state beside each other: a step then waits for memory once. */
    private final int[] cells;

    private final int[][] ends;
    private final int[] lengths;
    private final boolean[] atStart;
    private final boolean[] atEnd;
    private final boolean onlyAtStart;

    LiteralScanner(List<Literal> literals) {
        LiteralTrie trie = new LiteralTrie(literals);
        this.classes = trie.classes();
        this.cells = trie.cells();
        this.ends = trie.ends();
        int count = literals.size();
        this.lengths = new int[count];
        this.atStart = new boolean[count];
        this.atEnd = new boolean[count];
        boolean allAtStart = true;
        for (int i = 0; i < count; i++) {
            Literal literal = literals.get(i);
            lengths[i] = literal.text().length();
            atStart[i] = literal.isAtStart();
            atEnd[i] = literal.isAtEnd();
            allAtStart &= atStart[i];
        }
        this.onlyAtStart = allAtStart;
    }

    /** Reports the position, in the list given, of each literal that the text holds in its place; repeats are possible. */
    void scan(String text, IntConsumer found) {
        int length = text.length();
        if (length == 0) {
            report(ROOT, 0, 0, found);
        }
        int state = ROOT;
        for (int i = 0; i < length; i++) {
            int next = next(state, classes.of(text.charAt(i)));
            if (onlyAtStart && cells[next * CELL + CHECK] != state) {
                return;
            }
            state = next;
            for (int end = cells[state * CELL + OUTPUT]; end != ROOT; end = shorter(end)) {
                report(end, i + 1, length, found);
            }
        }
    }

    private int next(int from, int charClass) {
        if (charClass == CharClasses.NONE) {
            return ROOT;
        }
        int state = from;
        int next = cells[state * CELL + BASE] + charClass;
        while (cells[next * CELL + CHECK] != state) {
            if (state == ROOT) {
                return ROOT;
            }
            state = cells[state * CELL + FAIL];
            next = cells[state * CELL + BASE] + charClass;
        }
        return next;
    }

    /** The next shorter suffix that ends a literal. */
    private int shorter(int end) {
        return cells[cells[end * CELL + FAIL] * CELL + OUTPUT];
    }

    private void report(int state, int end, int length, IntConsumer found) {
        for (int literal : ends[state]) {
            if ((!atStart[literal] || end == lengths[literal]) && (!atEnd[literal] || end == length)) {
                found.accept(literal);
            }
        }
    }
}
