package io.phiwatch.detector.sigma;

import org.jspecify.annotations.Nullable;

/** A test of one value. Implementations have value equality, so that equal tests are evaluated once per event. */
public interface ValueTest {
    /** Whether the value passes; null stands for a field that is not there. */
    boolean test(@Nullable Object value);
}
