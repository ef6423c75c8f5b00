package io.phiwatch.launcher.fact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of a file: CSV with a header line, or a JSON array of objects. */
public final class TableFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private TableFile() {}

    /**
     * The rows.
     *
     * @throws IllegalArgumentException if the file is neither; the message names the line, never content
     * @throws IOException if it cannot be read
     */
    public static List<ObjectNode> rows(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).replace("\uFEFF", "");
        try {
            return file.toString().endsWith(".json") ? json(text) : csv(text);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IllegalArgumentException(file + ":" + line + ": cannot be read as a table");
        }
    }

    private static List<ObjectNode> json(String text) throws JsonProcessingException {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode row : JSON.readTree(text)) {
            if (row instanceof ObjectNode object) {
                rows.add(object);
            }
        }
        return rows;
    }

    private static List<ObjectNode> csv(String text) throws IOException {
        try (MappingIterator<ObjectNode> rows = CSV.readerFor(ObjectNode.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text)) {
            return rows.readAll();
        }
    }
}
