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
        Arrays.fill(pages, EMPTY);
        int next = NONE + 1;
        for (String text : foldedTexts) {
            for (int i = 0; i < text.length(); i++) {
                if (of(text.charAt(i)) == NONE) {
                    set(text.charAt(i), next++);
                }
            }
        }
        count = next;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            int folded = of(EventValue.fold((char) c));
            if (folded != NONE) {
                set((char) c, folded);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the shared empty page is told by identity
    private void set(char c, int charClass) {
        int page = c >> PAGE_BITS;
        if (pages[page] == EMPTY) {
            pages[page] = new char[PAGE];
        }
        pages[page][c & (PAGE - 1)] = (char) charClass;
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
