package io.phiwatch.detector.sigma;

/**
 * Text that a value must hold for a test to pass.
 *
 * @param text case folded; empty only where the place is {@link Place#WHOLE}
 * @param place where in the value
 */
record Literal(String text, Place place) {
    /** Where in a value a literal has to be. */
    enum Place {
        ANYWHERE(false, false),
        START(true, false),
        END(false, true),
        WHOLE(true, true);

        private final boolean atStart;
        private final boolean atEnd;

        Place(boolean atStart, boolean atEnd) {
            this.atStart = atStart;
            this.atEnd = atEnd;
        }

        static Place of(boolean atStart, boolean atEnd) {
            if (atStart) {
                return atEnd ? WHOLE : START;
            }
            return atEnd ? END : ANYWHERE;
        }

        boolean isAtStart() {
            return atStart;
        }

        boolean isAtEnd() {
            return atEnd;
        }
    }
}
