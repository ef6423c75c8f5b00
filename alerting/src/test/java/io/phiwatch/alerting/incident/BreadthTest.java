package io.phiwatch.alerting.incident;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BreadthTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);

    private final BookInMemory book = new BookInMemory(IncidentPolicy.defaults());

    @ParameterizedTest
    @CsvSource({"499, high", "500, critical", "501, critical"})
    void fiveHundredPeopleMakeItCritical(long patients, Level level) {
        // When
        book.alert(Alerts.of("a1", "bulk-read", Level.high).setPatientsCount(patients), START);
        // Then
        assertThat(incident().getLevel()).isEqualTo(level);
        assertThat(book.pages).extracting(Notification::getLevel).containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource({"2, medium", "3, high", "4, high"})
    void severalRulesRaiseItByOne(int rules, Level level) {
        // When
        for (int i = 0; i < rules; i++) {
            book.alert(Alerts.of("a" + i, "rule-" + i, Level.medium), START);
        }
        // Then
        assertThat(incident().getLevel()).isEqualTo(level);
    }

    @Test
    void smallThingsDoNotAddUp() {
        // When
        for (int i = 0; i < 10; i++) {
            book.alert(Alerts.of("a" + i, "rule-" + i, Level.low), START);
        }
        // Then
        assertThat(incident().getLevel()).isEqualTo(Level.low);
    }

    @Test
    void severalSurfacesRaiseItOnceAndPageOnce() {
        // Given
        book.alert(Alerts.of("a1", "bulk-read", Level.high), START);
        // When
        book.alert(
                Alerts.of("a2", "bulk-read", Level.high).setSurfaces(List.of(Surface.admin, Surface.checkout)), START);
        book.alert(Alerts.of("a3", "bulk-read", Level.high), START);
        // Then
        assertThat(incident().getLevel()).isEqualTo(Level.critical);
        assertThat(book.pages)
                .extracting(Notification::getReason)
                .containsExactly(NotificationReason.opened, NotificationReason.level_raised);
        assertThat(book.evidence)
                .filteredOn(entry -> entry.getType() == EvidenceType.level_raised)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getSummary())
                        .isEqualTo("Level raised from high to critical by breadth: 3 surfaces"));
    }

    private Incident incident() {
        return book.incidents.get(ID);
    }
}
