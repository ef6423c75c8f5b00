package io.phiwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} is generated from the schema; {@code -Dphiwatch.update-docs=true} writes it anew. */
final class EventDocsTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("phiwatch.root"), "docs", "events.md");

    @Test
    void documentSaysWhatTheSchemaSays() throws IOException {
        if (Boolean.getBoolean("phiwatch.update-docs")) {
            Files.writeString(DOCUMENT, generated());
        }

        assertThat(DOCUMENT).content().isEqualTo(generated());
    }

    private static String generated() {
        return """
                # Event fields

                What rules may name, generated from the schema of `AccessEvent`. Lists match where one of their items does. The detector adds `behavior.*` before rules run: see [rules](rules.md).

                | field | type | meaning |
                |---|---|---|
                """
                + AccessEvent.getClassSchema().getFields().stream()
                        .filter(field -> field.getProp("field") != null)
                        .map(EventDocsTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(Schema.Field field) {
        return "| `%s` | %s | %s |%n"
                .formatted(field.getProp("field"), type(field.schema()), field.doc())
                .replace(System.lineSeparator(), "\n");
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                                .filter(part -> part.getType() != Schema.Type.NULL)
                                .map(EventDocsTest::type)
                                .collect(Collectors.joining())
                        + ", may be absent";
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map";
            case ENUM -> String.join(", ", schema.getEnumSymbols());
            case LONG -> schema.getLogicalType() == null ? "number" : "time";
            case INT -> "number";
            case STRING -> "text";
            case BOOLEAN -> "true or false";
            default -> throw new IllegalStateException("no word for " + schema.getType());
        };
    }
}
