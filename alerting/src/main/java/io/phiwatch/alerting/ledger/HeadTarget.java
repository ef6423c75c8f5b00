package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.TreeHead;
import java.io.IOException;

/**
 * A place outside of the trust domain that keeps signed heads, so that whoever rewrites the evidence, key and all, is still
 * given away. Called by one thread, at least once for each head.
 */
public interface HeadTarget extends AutoCloseable {
    /** Short name: letters, digits and dashes. */
    String name();

    /**
     * Hands a head over; it is safe there when this returns.
     *
     * @throws IOException where it is not; it is tried again
     */
    void publish(TreeHead head) throws IOException, InterruptedException;

    @Override
    void close();
}
