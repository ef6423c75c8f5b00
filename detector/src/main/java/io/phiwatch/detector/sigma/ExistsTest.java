package io.phiwatch.detector.sigma;

import org.jspecify.annotations.Nullable;

/** Passes any value that is there, also an empty text. */
record ExistsTest() implements ValueTest {
    @Override
    public boolean test(@Nullable Object value) {
        return value != null;
    }
}
