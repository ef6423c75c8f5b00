package io.phiwatch.detector.sigma;

/**
 * Text that a value must hold for a test to pass.
 *
 * @param text case folded; empty only where it is the whole value
 * @param place where in the value
 */
record Literal(String text, Condition.Place place) {
    static Literal of(String text, boolean atStart, boolean atEnd) {
        Condition.Place place = atStart
                ? (atEnd ? Condition.Place.WHOLE : Condition.Place.START)
                : (atEnd ? Condition.Place.END : Condition.Place.ANYWHERE);
        return new Literal(EventValue.fold(text), place);
    }

    boolean isAnywhere() {
        return place == Condition.Place.ANYWHERE;
    }

    boolean isAtStart() {
        return place == Condition.Place.WHOLE || place == Condition.Place.START;
    }

    boolean isAtEnd() {
        return place == Condition.Place.WHOLE || place == Condition.Place.END;
    }
}
