package io.phiwatch.detector.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.TestEvents;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalsTest {
    private final AccessEvent change = TestEvents.read("e1", Instant.parse("2026-03-02T09:00:00Z"), "ann")
            .setAction(Action.install)
            .setObjectType("plugin")
            .setObjectId("woo-gallery")
            .setSourceId("shop-main")
            .setSourcePlatform("wordpress")
            .setAttributes(Map.of("vendor", "Acorn", "status", "odd"))
            .build();

    @ParameterizedTest
    @CsvSource(textBlock = """
        # target          | system     | environment | covers
        woo-gallery       |            |             | true
        WOO-Gallery;other |            | production  | true
        woo-*             |            |             | true
        *gallery          |            |             | true
        w*-*y             |            |             | true
        woo-gallery*y     |            |             | false
        woo               |            |             | false
        acorn             |            |             | true
        odd               |            |             | false
        shop-main         |            |             | true
        woo-gallery       | shop-main  |             | true
        woo-gallery       | shop-other |             | false
        woo-gallery       | jira       |             | true
                          | shop-main  |             | true
                          | wordpress  | staging     | false
                          | jira       |             | false
                          |            |             | false
        woo-gallery       |            | staging     | false
        """, delimiter = '|')
    void coversWhatItNames(String target, String system, String environment, boolean covers) {
        Map<String, String> columns = new HashMap<>(Map.of("status", "approved"));
        put(columns, "target", target);
        put(columns, "system", system);
        put(columns, "environment", environment);

        assertThat(Approvals.covering(change, Stream.of(row("jira:C-1", columns)))
                        .isPresent())
                .isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "approved,,true",
        "merged,bob,true",
        "merged,,false",
        "requested,,false",
        "rejected,bob,false",
        ",bob,true",
        ",,false"
    })
    void isGivenOrNot(String status, String by, boolean covers) {
        Map<String, String> columns = new HashMap<>(Map.of("target", "woo-gallery"));
        put(columns, "status", status);
        put(columns, "approved_by", by);

        assertThat(Approvals.covering(change, Stream.of(row("C-1", columns))).isPresent())
                .isEqualTo(covers);
    }

    @Test
    void ratherTheApprovalOfThisChangeThanAStandingOne() {
        Row standing = row("A-1", Map.of("target", "acorn", "status", "approved", "standing", "true"));
        Row own = row("C-1", Map.of("target", "woo-gallery", "status", "approved"));

        assertThat(Approvals.covering(change, Stream.of(standing, own))).contains(own);
    }

    private static void put(Map<String, String> columns, String name, String value) {
        if (value != null) {
            columns.put(name, value);
        }
    }

    private static Row row(String id, Map<String, String> columns) {
        return new Row(id, columns, true, false);
    }
}
