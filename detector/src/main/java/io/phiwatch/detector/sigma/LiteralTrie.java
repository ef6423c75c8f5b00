package io.phiwatch.detector.sigma;

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
    private int[] base = {};
    private int[] check = {};
    private int[] fail = {};
    private int[] output = {};
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
        check[LiteralScanner.ROOT] = TAKEN;
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
        while (firstFree < check.length && check[firstFree] != FREE) {
            firstFree++;
        }
        int at = Math.max(0, firstFree - node.children.firstKey());
        grow(at + classes.count());
        while (!isFree(at, node)) {
            at++;
            grow(at + classes.count());
        }
        base[node.state] = at;
        for (Map.Entry<Integer, Node> entry : node.children.entrySet()) {
            entry.getValue().state = at + entry.getKey();
            check[entry.getValue().state] = node.state;
        }
    }

    private boolean isFree(int at, Node node) {
        for (int charClass : node.children.keySet()) {
            if (check[at + charClass] != FREE) {
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
        fail[child.state] = child.fail.state;
        ends[child.state] = ints(child.literals);
        output[child.state] = child.literals.isEmpty() ? output[child.fail.state] : child.state;
    }

    private void grow(int size) {
        if (size <= check.length) {
            return;
        }
        int from = check.length;
        int to = Math.max(size, from + from / 2);
        base = Arrays.copyOf(base, to);
        check = Arrays.copyOf(check, to);
        fail = Arrays.copyOf(fail, to);
        output = Arrays.copyOf(output, to);
        ends = Arrays.copyOf(ends, to);
        Arrays.fill(check, from, to, FREE);
        Arrays.fill(ends, from, to, NOTHING);
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.isEmpty()
                ? NOTHING
                : numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    CharClasses classes() {
        return classes;
    }

    int[] base() {
        return base;
    }

    int[] check() {
        return check;
    }

    int[] fail() {
        return fail;
    }

    int[] output() {
        return output;
    }

    int[][] ends() {
        return ends;
    }
}
