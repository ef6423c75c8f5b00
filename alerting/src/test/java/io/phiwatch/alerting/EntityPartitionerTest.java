package io.phiwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.EntityKey;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EntityPartitionerTest {
    @Test
    void incidentsAndCommandsLieWhereKafkaPutsTheAlertsOfTheEntity() {
        for (int i = 0; i < 500; i++) {
            // Given
            EntityKey entity = EntityKey.of("acme", "actor", "user-" + i);
            int partitions = 1 + i % 24;
            byte[] alertKey = new StringSerializer().serialize("alerts", entity.value());
            int ofAlerts = BuiltInPartitioner.partitionForKey(alertKey, partitions);
            // When
            int ofIncident = EntityPartitioner.partitionOf(entity.incidentId(1 + i), partitions);
            // Then
            assertThat(ofIncident).isEqualTo(ofAlerts);
            assertThat(new EntityPartitioner().partitions("incidents", entity.incidentId(7), "", partitions))
                    .isEqualTo(Optional.of(Set.of(ofAlerts)));
        }
    }
}
