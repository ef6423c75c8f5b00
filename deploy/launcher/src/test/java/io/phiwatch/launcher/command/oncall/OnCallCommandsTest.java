package io.phiwatch.launcher.command.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.launcher.command.rules.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnCallCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void showsWhoIsOnCallAndIsDoneWhereEveryHourIsCovered() throws IOException {
        Cli.Ran ran = Cli.run("oncall", "show", "--offline", "--json", "--ahead", "3d", "--config", config("[]"));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.rows()).isNotEmpty().allSatisfy(turn -> {
            assertThat(turn.path("schedule").asText()).isEqualTo("primary");
            assertThat(turn.path("user").asText()).isIn("dana", "kim");
        });
        List<JsonNode> turns = ran.rows();
        for (int i = 1; i < turns.size(); i++) {
            assertThat(turns.get(i).path("from").asText())
                    .isEqualTo(turns.get(i - 1).path("until").asText());
        }
    }

    @Test
    void endsWithOneWhereHoursAreNotCovered() throws IOException {
        Cli.Ran ran = Cli.run("oncall", "show", "--offline", "--ahead", "8d", "--config", config("[mon, tue]"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("NOBODY", "primary");
    }

    @ParameterizedTest
    @CsvSource({
        "secondary, kim, 2026-12-24T09:00:00Z, 2026-12-26T09:00:00Z, there is no schedule secondary",
        "primary, ghost, 2026-12-24T09:00:00Z, 2026-12-26T09:00:00Z, nobody is called ghost",
        "primary, kim, 2026-12-26T09:00:00Z, 2026-12-24T09:00:00Z, --until must be after --from",
        "primary, kim, 2026-12-24T09:00:00Z, 2026-12-24T09:00:00Z, --until must be after --from"
    })
    void anOverrideThatMeansNothingIsRefused(String schedule, String user, String from, String until, String why)
            throws IOException {
        Cli.Ran ran = Cli.run(
                "oncall",
                "override",
                schedule,
                "--user",
                user,
                "--from",
                from,
                "--until",
                until,
                "--author",
                "dana",
                "--config",
                config("[]"));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(why);
    }

    @Test
    void anOverrideNeedsABroker() throws IOException {
        Cli.Ran ran = Cli.run(
                "oncall",
                "override",
                "primary",
                "--from",
                "2026-12-24T09:00:00Z",
                "--author",
                "dana",
                "--config",
                config("[]"),
                "--data",
                folder);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("no broker");
    }

    private Path config(String days) throws IOException {
        return Files.writeString(folder.resolve("phiwatch.yaml"), """
                oncall:
                  responders:
                    - {name: dana}
                    - {name: kim}
                  schedules:
                    - name: primary
                      rotations:
                        - {users: [dana, kim], start: "2026-01-05", turn: 1d, days: %s}
                """.formatted(days));
    }
}
