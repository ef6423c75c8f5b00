package io.phiwatch.alerting.page;

import java.time.Duration;
import java.util.Optional;

/** A way to reach people. Called by one thread; must bound the time that a try takes. */
public interface Sink {
    /** Short name in metrics, in evidence and in the name of its consumer group: letters, digits and dashes. */
    String name();

    /** One try to send a page. A repeated page has the same id; where the receiver cannot tell by it, it must say so. */
    Attempt send(Page page);

    /** What became of a try. */
    sealed interface Attempt {
        /** Code of the outcome. */
        String code();
    }

    /** The receiver has the page. */
    record Delivered(String code) implements Attempt {}

    /** The receiver does not want it; to try again is no use. */
    record Refused(String code) implements Attempt {}

    /**
     * It did not work; to try again may help.
     *
     * @param mayHaveArrived whether the receiver may have the page all the same, so that the next try is a resend
     * @param retryAfter how long the receiver asked to wait
     */
    record Failed(String code, boolean mayHaveArrived, Optional<Duration> retryAfter) implements Attempt {
        /** The receiver does not have it, and asked for no wait. */
        public Failed(String code) {
            this(code, false, Optional.empty());
        }

        /** The receiver may have it. */
        public static Failed unsure(String code) {
            return new Failed(code, true, Optional.empty());
        }
    }
}
