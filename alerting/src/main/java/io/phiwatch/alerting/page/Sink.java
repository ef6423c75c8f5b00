package io.phiwatch.alerting.page;

/** A way to reach people. Called by one thread; must bound the time that a try takes. */
public interface Sink {
    /** Short name in metrics, in evidence and in the name of its consumer group: letters, digits and dashes. */
    String name();

    /** One try to send a page. Repeating it is harmless: the receiver can tell by the notification id. */
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

    /** It did not work; to try again may help. */
    record Failed(String code) implements Attempt {}
}
