package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.schema.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sources that change while ingest runs. */
final class SourceUpdateTest extends RunningIngest {
    private static final String LINE = "e1 a 10.0.0.1 c d e";

    @Test
    void addsAndRemovesSources() throws Exception {
        // When
        ingest.update(IngestConfig.Sources.of(List.of(source("late", "other"))));

        // Then
        assertThat(post("/ingest/late", "other", LINE).statusCode()).isEqualTo(200);
        assertThat(post("/ingest/shop-main", TestSource.SECRET, LINE).statusCode())
                .isEqualTo(404);
        now = START.plusSeconds(1);
        ingest.tick();
        assertThat(values(topics.heartbeats(), Heartbeat.class))
                .anySatisfy(beat -> assertThat(((Heartbeat) beat).getSourceId()).isEqualTo("late"));
    }

    @Test
    void holdsTwoSecretsValidWhileOneIsRotated() throws Exception {
        ingest.update(IngestConfig.Sources.of(List.of(source(SOURCE.id(), "new", TestSource.SECRET))));
        assertThat(post("/ingest/shop-main", "new", LINE).statusCode()).isEqualTo(200);
        assertThat(post("/ingest/shop-main", TestSource.SECRET, LINE).statusCode())
                .isEqualTo(200);

        ingest.update(IngestConfig.Sources.of(List.of(source(SOURCE.id(), "new"))));
        assertThat(post("/ingest/shop-main", TestSource.SECRET, LINE).statusCode())
                .isEqualTo(401);
    }

    @Test
    void staysAsItWasWhereTheNewSourcesHaveAFault() throws Exception {
        assertThatThrownBy(() -> ingest.update(IngestConfig.Sources.of(List.of(source("b"), source("b")))))
                .isInstanceOf(IngestConfigException.class)
                .hasMessageContaining("sources[1].id");
        assertThat(post(LINE).statusCode()).isEqualTo(200);
    }

    @Test
    void followsTheFilesOfANewSource() throws Exception {
        // Given
        Path log = Files.writeString(folder.resolve("app.log"), LINE + "\n\nnonsense\n");
        Inlet inlet = new Inlet(AllowedPeers.NONE, Optional.empty(), List.of(log.toString()), false);

        // When
        ingest.update(new IngestConfig.Sources(List.of(SOURCE), Map.of(SOURCE.id(), inlet), List.of()));

        // Then
        await(() -> count("accepted") == 1 && count("rejected") == 1);
        await(() -> positions().contains("\"offset\":" + log.toFile().length()));
    }

    @Test
    void judgesATestDeliveryAndKeepsNothingOfIt() throws Exception {
        assertThat(post("/ingest/shop-main", TestSource.SECRET, Intake.TEST_BODY)
                        .body())
                .isEqualTo("{\"accepted\":0,\"rejected\":0,\"duplicates\":0}");
        assertThat(post("/ingest/shop-main", "wrong", Intake.TEST_BODY).statusCode())
                .isEqualTo(401);
        assertThat(records(topics.deadLetters())).isEmpty();
    }

    private String positions() {
        try {
            return Files.readString(folder.resolve("state/positions.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(String id, String... secrets) {
        return new Source(
                id,
                SOURCE.platform(),
                SOURCE.tenant(),
                SOURCE.environment(),
                SOURCE.surface(),
                List.of(secrets),
                SOURCE.maxDelay(),
                SOURCE.settings());
    }
}
