package io.phiwatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Tick;
import org.junit.jupiter.api.Test;

class SignalsPartitionerTest {
    private final SignalsPartitioner partitioner = new SignalsPartitioner();

    @Test
    void sendsTicksToEveryPartition() {
        assertThat(partitioner.partitions("signals", "0_3", new Tick(), 4))
                .hasValueSatisfying(partitions -> assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2, 3));
    }

    @Test
    void leavesSignalsToTheirKey() {
        assertThat(partitioner.partitions("signals", "acme|rule|staff-1", new Signal(), 4))
                .isEmpty();
    }
}
