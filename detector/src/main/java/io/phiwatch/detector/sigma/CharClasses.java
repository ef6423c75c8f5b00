package io.phiwatch.detector.sigma;

import java.util.Collection;

/** Numbers the characters of some literals from 1, so that tables over them are small. Case is folded. Immutable. */
final class CharClasses {
    /** Class of every character that no literal holds. */
    static final int NONE = 0;

    private final char[] classes = new char[Character.MAX_VALUE + 1];
    private final int count;

    CharClasses(Collection<String> foldedTexts) {
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
    }

    /** The class of a character: the same for all that differ by case only. */
    int of(char c) {
        return classes[c];
    }

    /** One more than the largest class. */
    int count() {
        return count;
    }
}
