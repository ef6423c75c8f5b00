package io.phiwatch.ingest.pull;

import java.util.List;

/** How the deliveries of one source are fetched. */
public sealed interface Pull permits Poll, TopicPull, BucketPull {
    /** The source that it fetches for. */
    String sourceId();

    /** What is wrong with it, without the path; empty if nothing is. */
    List<String> faults();
}
