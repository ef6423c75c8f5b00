package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.ingest.pull.Auth;
import io.phiwatch.ingest.pull.FakeApi;
import io.phiwatch.ingest.pull.Poll;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolledIngestTest extends RunningIngest {
    @TempDir
    private Path state;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch fourth = new CountDownLatch(4);
    private final FakeApi api = new FakeApi(question -> {
        fourth.countDown();
        return FakeApi.Reply.ok(asked.incrementAndGet() == 1 ? "[{\"id\":\"a\"}]" : "[{\"id\":\"b\"}]");
    });

    @AfterEach
    void stopApi() {
        api.close();
    }

    @Override
    IngestConfig config() {
        IngestConfig config = super.config();
        Poll poll = new Poll(
                TestSource.SOURCE.id(),
                Duration.ofMillis(5),
                new Poll.Request(api.url("/apps"), "", Map.of(), new Auth.None()),
                new Poll.Paging.None(),
                new Poll.Reading("", "id", "", Duration.ofHours(1), Duration.ofMinutes(5), false, Map.of()),
                new Snapshot("app", Action.install, Action.update, Action.uninstall, Set.of(), false, false),
                Poll.Retry.defaults());
        return config.with(new IngestConfig.Sources(config.sources().all(), Map.of(), List.of(poll)));
    }

    @Test
    void turnsTheChangesOfAPolledListIntoEvents() throws Exception {
        // When: the second answer differs from the first, and the fourth request follows the third answer
        assertThat(fourth.await(10, TimeUnit.SECONDS)).isTrue();

        // Then
        assertThat(events())
                .extracting(event -> event.getAction() + " " + event.getObjectType() + " " + event.getObjectId())
                .containsExactlyInAnyOrder("install app b", "uninstall app a");
        assertThat(events())
                .allSatisfy(event -> assertThat(event.getSealedOffset()).isNotNull());
        assertThat(records(topics.access(Surface.portal))).isNotEmpty();
        assertThat(registry.get("phiwatch.ingest.fetches")
                        .tag("outcome", "done")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(3);
    }
}
