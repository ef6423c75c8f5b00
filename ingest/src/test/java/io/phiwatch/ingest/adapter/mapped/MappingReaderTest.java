package io.phiwatch.ingest.adapter.mapped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MappingReaderTest {
    private static final String LEAST = "fields: {event.time: at, action: {value: read}}";

    @Test
    void aTimeAndAnActionAreEnough() {
        assertThat(MappingReader.read(LEAST)).isInstanceOf(MappingReader.Result.Good.class);
    }

    @Test
    void tellsEveryFaultWithItsPath() {
        String yaml = """
                event: records
                fields:
                  event.tme: at
                  event.time: {at: at, format: "not a pattern {", zone: UTC}
                  action: {at: type, values: {view: reed}, otherwise: nothing}
                  actor.kind: {value: doctor}
                  outcome: {value: success, at: x}
                  client.ip: {at: ip, valeus: {}}
                  bytes: ""
                patients: ["", mrn]
                attributes:
                  "a b": x
                texts:
                  - {at: note, place: diary}
                """;

        assertThat(faults(yaml).stream().map(fault -> fault.substring(0, fault.indexOf(':'))))
                .containsExactlyInAnyOrder(
                        "event",
                        "fields.event.tme",
                        "fields.event.time.format",
                        "fields.action.values.view",
                        "fields.action.otherwise",
                        "fields.actor.kind.value",
                        "fields.outcome.value",
                        "fields.client.ip.valeus",
                        "fields.bytes",
                        "patients[0]",
                        "attributes.a b",
                        "texts[0].place");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fields: {action: {value: read}} | fields.event.time: is missing",
                "fields: {event.time: at} | fields.action: is missing",
                "'fields: {event.time: {at: at, zone: Mars}, action: {value: read}}' | fields.event.time.zone: must be a zone such as America/New_York",
                "- a | must be a map",
                "'{a: 1, a: 2}' | is no YAML, or names a key twice",
                "'{' | is no YAML, or names a key twice",
            })
    void namesTheFault(String yaml, String fault) {
        assertThat(faults(yaml)).contains(fault);
    }

    @Test
    void tellsAMissingFile() {
        assertThat(MappingReader.read(Path.of("no-such-mapping.yaml")))
                .isEqualTo(new MappingReader.Result.Bad(List.of("no such file, or not readable")));
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, x",
        "/a/b, x",
        "/d.e, dotted",
        "/f~1g, slash",
        "list.0.n, 1",
        "list.*.n, 1 2",
        "tags, p q",
        "a.none, ''",
        "list.7.n, ''",
    })
    void findsItsWayIntoADocument(String path, String texts) {
        String json =
                "{\"a\":{\"b\":\"x\"},\"d.e\":\"dotted\",\"f/g\":\"slash\",\"list\":[{\"n\":1},{\"n\":2}],\"tags\":[\"p\",\"q\"]}";
        JsonNode document =
                JsonPayload.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(String.join(" ", JsonPath.of(path).texts(document))).isEqualTo(texts);
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 2026-05-11T11:00:59-04:00",
        "epoch_seconds, 1778511659",
        "epoch_seconds, 1778511659.0",
        "epoch_millis, 1778511659000",
        "dd/MMM/yyyy HH:mm:ss Z, 11/May/2026 15:00:59 +0000",
        "yyyy-MM-dd HH:mm:ss, 2026-05-11 11:00:59",
    })
    void readsTimesOfEveryFormat(String format, String text) {
        TimeFormat time = TimeFormat.of(format, ZoneId.of("America/New_York"));

        assertThat(time.parse(text)).contains(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(time.parse("x")).isEmpty();
        assertThat(time.parse("")).isEmpty();
    }

    private static List<String> faults(String yaml) {
        return MappingReader.read(yaml) instanceof MappingReader.Result.Bad bad ? bad.faults() : List.of();
    }
}
