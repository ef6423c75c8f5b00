package io.phiwatch.ingest.pull;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of object stores. */
final class S3Clients {
    private S3Clients() {}

    static S3Client of(BucketPull pull) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(pull.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        if (pull.endpoint() != null) {
            // stores other than AWS have no host name for each bucket
            builder.endpointOverride(pull.endpoint()).forcePathStyle(true);
        }
        if (pull.access() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    pull.access().keyId(), pull.access().secret())));
        }
        return builder.build();
    }
}
