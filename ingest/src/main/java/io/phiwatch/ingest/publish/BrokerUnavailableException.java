package io.phiwatch.ingest.publish;

/** Kafka did not acknowledge in time: the sender has to come again. The message names the error's class only. */
public final class BrokerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerUnavailableException(Throwable cause) {
        // without the cause itself: a producer's message may quote what it could not write
        super(cause.getClass().getSimpleName());
    }
}
