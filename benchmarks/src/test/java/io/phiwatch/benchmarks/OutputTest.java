package io.phiwatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class OutputTest {
    @Test
    void arraysAreTablesAndTheRestAreLines() {
        ObjectNode result = new ObjectMapper().createObjectNode().put("value_bytes", 500);
        result.putArray("engines").addObject().put("name", "a").put("rate", 1_000);
        ((ArrayNode) result.path("engines"))
                .addObject()
                .put("name", "longer")
                .put("rate", 7)
                .put("late_wrong", 2);

        assertThat(Output.lines(result))
                .containsExactly(
                        "value bytes: 500",
                        "",
                        "engines",
                        "  name    rate  late wrong",
                        "  a       1000            ",
                        "  longer     7           2");
    }
}
