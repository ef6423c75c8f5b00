package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Finds every literal of a set in one pass over a text, in time that does not depend on how many there are: the automaton
 * of Aho and Corasick (1975), its trie in a double array (Aoe, 1989). Allocates nothing. Immutable.
 *
 * <p>A state is its position in the arrays, and the root is 0. From state {@code s}, a character of class {@code c}
 * leads to {@code base[s] + c} where {@code check} says that this position is a child of {@code s}.
 */
final class LiteralScanner {
    static final int ROOT = 0;

    private final CharClasses classes;
    private final int[] base;
    private final int[] check;
    private final int[] fail;
    private final int[] output;
    private final int[][] ends;
    private final int[] lengths;
    private final boolean[] atStart;
    private final boolean[] atEnd;
    private final boolean onlyAtStart;

    LiteralScanner(List<Literal> literals) {
        LiteralTrie trie = new LiteralTrie(literals);
        this.classes = trie.classes();
        this.base = trie.base();
        this.check = trie.check();
        this.fail = trie.fail();
        this.output = trie.output();
        this.ends = trie.ends();
        int count = literals.size();
        this.lengths = new int[count];
        this.atStart = new boolean[count];
        this.atEnd = new boolean[count];
        boolean allAtStart = true;
        for (int i = 0; i < count; i++) {
            Literal literal = literals.get(i);
            lengths[i] = literal.text().length();
            atStart[i] = literal.place().isAtStart();
            atEnd[i] = literal.place().isAtEnd();
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
            if (onlyAtStart && check[next] != state) {
                return;
            }
            state = next;
            for (int end = output[state]; end != ROOT; end = output[fail[end]]) {
                report(end, i + 1, length, found);
            }
        }
    }

    private int next(int from, int charClass) {
        if (charClass == CharClasses.NONE) {
            return ROOT;
        }
        int state = from;
        int next = base[state] + charClass;
        while (check[next] != state) {
            if (state == ROOT) {
                return ROOT;
            }
            state = fail[state];
            next = base[state] + charClass;
        }
        return next;
    }

    private void report(int state, int end, int length, IntConsumer found) {
        for (int literal : ends[state]) {
            if ((!atStart[literal] || end == lengths[literal]) && (!atEnd[literal] || end == length)) {
                found.accept(literal);
            }
        }
    }
}
