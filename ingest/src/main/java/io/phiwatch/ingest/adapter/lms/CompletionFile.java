package io.phiwatch.ingest.adapter.lms;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Timestamps;
import io.phiwatch.ingest.privacy.Phi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A CSV export with a header line: {@code user, course, completed_at, status, valid_until}. */
final class CompletionFile {
    private static final Set<String> NOT_PASSED = Set.of("failed", "incomplete", "in progress", "false", "no");
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private CompletionFile() {}

    static Stream<Completion.Read> rows(String text) {
        List<Completion.Read> rows = new ArrayList<>();
        try (MappingIterator<JsonNode> lines = CSV.readerFor(JsonNode.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text.replace("\uFEFF", ""))) {
            while (lines.hasNextValue()) {
                rows.add(read(lines.nextValue()));
            }
        } catch (IOException | RuntimeJsonMappingException unreadable) {
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            rows.add(new Completion.Read(null, new Parsed.Rejected(Parsed.Reason.MALFORMED_LINE, null, raw), raw));
        }
        return rows.stream();
    }

    private static Completion.Read read(JsonNode row) {
        byte[] raw = JsonPayload.bytes(row);
        String person = first(text(row, "user"), text(row, "email"), text(row, "login"), text(row, "id"));
        Optional<Instant> time = time(first(text(row, "completed_at"), text(row, "completed"), text(row, "date")));
        if (person.isEmpty() || time.isEmpty()) {
            Parsed.Reason reason = time.isEmpty() ? Parsed.Reason.MISSING_TIME : Parsed.Reason.MISSING_FIELD;
            return new Completion.Read(
                    null, new Parsed.Rejected(reason, time.isEmpty() ? "completed_at" : "user", raw), raw);
        }
        boolean passed = !NOT_PASSED.contains(text(row, "status").toLowerCase(Locale.ROOT));
        return new Completion.Read(
                new Completion(
                        "",
                        Phi.of(person),
                        text(row, "course"),
                        time.get(),
                        passed,
                        time(text(row, "valid_until")).orElse(null)),
                null,
                raw);
    }

    private static Optional<Instant> time(String text) {
        return text.matches("\\d{4}-\\d{2}-\\d{2}") ? Timestamps.parse(text + " 00:00:00") : Timestamps.parse(text);
    }
}
