package io.phiwatch.detector.sigma;

import static io.phiwatch.detector.sigma.LiteralScanner.BASE;
import static io.phiwatch.detector.sigma.LiteralScanner.CELL;
import static io.phiwatch.detector.sigma.LiteralScanner.CHECK;
import static io.phiwatch.detector.sigma.LiteralScanner.FAIL;
import static io.phiwatch.detector.sigma.LiteralScanner.OUTPUT;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the arrays of a {@link LiteralScanner}. States are numbered breadth first, so that shallow ones lie together. */
final class LiteralTrie {
    private static final int FREE = -1;
    private static final int TAKEN = -2;
    private static final int[] NOTHING = {};

    private final CharClasses classes;
    private int[] cells = {};
    private int[][] ends = {};
    private int firstFree = LiteralScanner.ROOT + 1;

    private static final class Node {
        private final TreeMap<Integer, Node> children = new TreeMap<>();
        private final List<Integer> literals = new ArrayList<>();
        private Node fail = this;
        private int state;
    }

    LiteralTrie(List<Literal> literals) {
        classes = new CharClasses(literals.stream().map(Literal::text).toList());
        Node root = new Node();
        for (int i = 0; i < literals.size(); i++) {
            add(root, literals.get(i).text(), i);
        }
        grow(classes.count() + 1);
        set(LiteralScanner.ROOT, CHECK, TAKEN);
        ends[LiteralScanner.ROOT] = ints(root.literals);
        Deque<Node> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            place(node);
            for (Map.Entry<Integer, Node> entry : node.children.entrySet()) {
                link(node, entry.getKey(), entry.getValue());
                queue.add(entry.getValue());
            }
        }
    }

    private void add(Node root, String text, int literal) {
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = node.children.computeIfAbsent(classes.of(text.charAt(i)), key -> new Node());
        }
        node.literals.add(literal);
    }

    /** Gives the children of a node their states: the first positions that are free for all of them. */
    private void place(Node node) {
        if (node.children.isEmpty()) {
            return;
        }
        while (firstFree < size() && cell(firstFree, CHECK) != FREE) {
            firstFree++;
        }
        int at = Math.max(0, firstFree - node.children.firstKey());
        grow(at + classes.count());
        while (!isFree(at, node)) {
            at++;
            grow(at + classes.count());
        }
        set(node.state, BASE, at);
        for (Map.Entry<Integer, Node> entry : node.children.entrySet()) {
            entry.getValue().state = at + entry.getKey();
            set(entry.getValue().state, CHECK, node.state);
        }
    }

    private boolean isFree(int at, Node node) {
        for (int charClass : node.children.keySet()) {
            if (cell(at + charClass, CHECK) != FREE) {
                return false;
            }
        }
        return true;
    }

    /** Finds the longest proper suffix of the child's text that is a state, and the longest that is a literal. */
    private void link(Node parent, int charClass, Node child) {
        Node suffix = parent;
        Node target = null;
        while (target == null && suffix.fail != suffix) {
            suffix = suffix.fail;
            target = suffix.children.get(charClass);
        }
        child.fail = target == null ? suffix : target;
        set(child.state, FAIL, child.fail.state);
        ends[child.state] = ints(child.literals);
        set(child.state, OUTPUT, child.literals.isEmpty() ? cell(child.fail.state, OUTPUT) : child.state);
    }

    private int size() {
        return ends.length;
    }

    private int cell(int state, int column) {
        return cells[state * CELL + column];
    }

    private void set(int state, int column, int number) {
        cells[state * CELL + column] = number;
    }

    private void grow(int wanted) {
        if (wanted <= size()) {
            return;
        }
        int from = size();
        int to = Math.max(wanted, from + from / 2);
        cells = Arrays.copyOf(cells, to * CELL);
        ends = Arrays.copyOf(ends, to);
        for (int state = from; state < to; state++) {
            set(state, CHECK, FREE);
            ends[state] = NOTHING;
        }
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.isEmpty()
                ? NOTHING
                : numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    CharClasses classes() {
        return classes;
    }

    int[] cells() {
        return cells;
    }

    int[][] ends() {
        return ends;
    }
}
