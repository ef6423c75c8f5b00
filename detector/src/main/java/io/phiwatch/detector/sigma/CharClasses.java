package io.phiwatch.detector.sigma;

import java.util.Arrays;
import java.util.Collection;

/** Numbers the characters of some literals from 1, so that tables over them are small. Case is folded. Immutable. */
final class CharClasses {
    /** Class of every character that no literal holds. */
    static final int NONE = 0;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final char[] EMPTY = new char[PAGE];

    /** Most pages of Unicode are one and the same empty one. */
    private final char[][] pages = new char[PAGE][];

    private final int count;

    CharClasses(Collection<String> foldedTexts) {
        char[] classes = new char[Character.MAX_VALUE + 1];
        int next = NONE + 1;
        for (String text : foldedTexts) {
            for (int i = 0; i < text.length(); i++) {
                if (classes[text.charAt(i)] == NONE) {
                    classes[text.charAt(i)] = (char) next++;
                }
            }
        }
        count = next;
        for (int c = 0; c < classes.length; c++) {
            classes[c] = classes[EventValue.fold((char) c)];
        }
        for (int page = 0; page < pages.length; page++) {
            char[] copy = Arrays.copyOfRange(classes, page * PAGE, (page + 1) * PAGE);
            pages[page] = Arrays.equals(copy, EMPTY) ? EMPTY : copy;
        }
    }

    /** The class of a character: the same for all that differ by case only. */
    int of(char c) {
        return pages[c >> PAGE_BITS][c & (PAGE - 1)];
    }

    /** One more than the largest class. */
    int count() {
        return count;
    }
}
