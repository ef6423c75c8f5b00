package io.phiwatch.schema.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReleasedSchemasTest {
    private static final Map<Integer, Schema> RELEASED = BundledSchemas.load().all();

    static Stream<Schema> schemas() {
        return new Topics(Topics.DEFAULT_PREFIX)
                .all().stream().map(Topic::schemas).flatMap(List::stream).distinct();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyTopicsSchemaIsReleasedAsItStands(Schema current) {
        assertThat(versions(current))
                .as("append the changed %s to released-schemas.json under a new id", current.getName())
                .last()
                .isEqualTo(current);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyVersionReadsEveryOther(Schema current) {
        for (Schema reader : versions(current)) {
            for (Schema writer : versions(current)) {
                assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldIsDocumented(Schema schema) {
        assertThat(schema.getFields())
                .allSatisfy(field -> assertThat(field.doc())
                        .as("%s.%s", schema.getName(), field.name())
                        .isNotBlank());
    }

    private static List<Schema> versions(Schema schema) {
        return RELEASED.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(released -> released.getFullName().equals(schema.getFullName()))
                .toList();
    }
}
