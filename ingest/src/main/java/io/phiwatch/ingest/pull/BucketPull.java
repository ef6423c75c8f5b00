package io.phiwatch.ingest.pull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of an object store that speaks S3. Immutable.
 *
 * @param endpoint of a store that is not AWS; null for AWS
 * @param prefix what the keys begin with
 * @param every time between two listings
 * @param overlap how far a listing looks back behind the newest object: stores show objects late
 * @param lines whether objects are lines, delivered in batches, not documents
 * @param access null takes the SDK's own search for credentials (environment, profile, role)
 */
public record BucketPull(
        String sourceId,
        @Nullable URI endpoint,
        String region,
        String bucket,
        String prefix,
        Duration every,
        Duration overlap,
        boolean lines,
        @Nullable Access access)
        implements Pull {

    /** A pair of keys. */
    public record Access(String keyId, String secret) {
        @Override
        public String toString() {
            return "Access[]";
        }
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (endpoint != null && endpoint.getHost() == null) {
            faults.add("bucket.endpoint: must be an address such as https://s3.example");
        }
        if (!every.isPositive()) {
            faults.add("bucket.every: must be longer than 0");
        }
        return faults;
    }
}
