package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.pull.Auth;
import io.phiwatch.ingest.pull.FakeApi;
import io.phiwatch.ingest.pull.FakeApi.Reply;
import io.phiwatch.ingest.pull.Poll;
import io.phiwatch.ingest.pull.Pull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fetches that change while ingest runs. */
final class PullUpdateTest extends RunningIngest {
    private static final Source SOURCE = TestSource.SOURCE;
    /** Longer than any test: a fetch that is asked twice was started twice. */
    private static final Duration ONCE = Duration.ofHours(1);

    private volatile CountDownLatch held = new CountDownLatch(0);
    private final FakeApi api = new FakeApi(asked -> {
        try {
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Reply.ok("[\"" + asked.uri().substring(1) + " a 10.0.0.1 c d e\"]");
    });

    @AfterEach
    void stopApi() {
        held.countDown();
        api.close();
    }

    @Test
    void startsAFetchThatIsNewWithoutARestart() {
        // When
        update(source(TestSource.SECRET), poll("e1", ONCE));

        // Then
        await(() -> events().size() == 1);
        assertThat(asked("/e1")).isEqualTo(1);
    }

    @Test
    void leavesAloneWhatGoesOnAndStopsWhatIsGone() {
        // Given
        update(source(TestSource.SECRET), poll("again", Duration.ofMillis(5)));
        await(() -> asked("/again") > 2);

        // When
        update(source(TestSource.SECRET), poll("once", ONCE));
        await(() -> asked("/once") == 1);
        long stopped = asked("/again");
        update(source(TestSource.SECRET), poll("once", ONCE));
        update(source(TestSource.SECRET));

        // Then: what was started after them came in, so they would have, too
        update(source(TestSource.SECRET), poll("last", ONCE));
        await(() -> asked("/last") == 1);
        assertThat(asked("/again")).isEqualTo(stopped);
        assertThat(asked("/once")).isEqualTo(1);
    }

    @Test
    void goesOnWhereAFetchCameToThatItReplaces() {
        // Given
        update(source(TestSource.SECRET), poll("e1", ONCE));
        await(() -> events().size() == 1);

        // When: the secret is rotated, which makes it another source
        update(source("rotated"), poll("e1", ONCE));
        await(() -> asked("/e1") == 2);
        update(source("rotated"), poll("e2", ONCE));
        await(() -> events().size() == 2);

        // Then: the item of the first answer was known
        assertThat(count("accepted")).isEqualTo(2);
        assertThat(count("duplicate")).isZero();
    }

    @Test
    void doesNotWaitForAnAnswerOfAFetchThatIsGone() {
        // Given
        held = new CountDownLatch(1);
        update(source(TestSource.SECRET), poll("slow", ONCE));
        await(() -> asked("/slow") == 1);

        // When
        update(source(TestSource.SECRET));
        held.countDown();
        update(source(TestSource.SECRET), poll("next", ONCE));
        await(() -> events().size() == 1);

        // Then
        assertThat(adapter.last.text()).contains("next");
    }

    private void update(Source source, Pull... pulls) {
        ingest.update(new IngestConfig.Sources(List.of(source), Map.of(), List.of(pulls)));
    }

    private long asked(String path) {
        return List.copyOf(api.asked).stream()
                .filter(asked -> asked.uri().equals(path))
                .count();
    }

    private Poll poll(String path, Duration every) {
        return new Poll(
                SOURCE.id(),
                every,
                new Poll.Request(api.url('/' + path), "", Map.of(), new Auth.None()),
                new Poll.Paging.None(),
                new Poll.Reading("", "", "", Duration.ofHours(1), Duration.ofMinutes(5), false, Map.of()),
                null,
                Poll.Retry.defaults());
    }

    private static Source source(String secret) {
        return new Source(
                SOURCE.id(),
                SOURCE.platform(),
                SOURCE.tenant(),
                SOURCE.environment(),
                SOURCE.surface(),
                List.of(secret),
                SOURCE.maxDelay(),
                SOURCE.settings());
    }
}
