package io.phiwatch.alerting.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.Samples;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.model.VisibleModel;
import io.phiwatch.alerting.console.page.IncidentView.Action;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class IncidentViewTest {
    private final ReadModel model = new ReadModel();

    @Test
    void noticesAnEntryThatDoesNotFollowOnTheOneBefore() {
        Incident incident = incident(IncidentStatus.open);
        evidence(incident, 4);
        evidence(incident, 5);
        assertThat(view(incident).brokenAt()).isZero();
        assertThat(view(incident).notShown()).isEqualTo(3);

        model.apply(Samples.evidence(incident.getIncidentId(), 6, EvidenceType.alert_revised)
                .setPreviousHash("f".repeat(64))
                .build());
        assertThat(view(incident).brokenAt()).isEqualTo(6);
    }

    @Test
    void noticesAnEntryThatIsMissing() {
        Incident incident = incident(IncidentStatus.open);
        evidence(incident, 1);
        evidence(incident, 3);

        assertThat(view(incident).brokenAt()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(IncidentStatus.class)
    void offersAtMostOneMainStepAndNeverTheStateItIsIn(IncidentStatus status) {
        IncidentView view = view(incident(status));

        assertThat(view.actions()).isNotEmpty().filteredOn(Action::isMain).hasSizeLessThanOrEqualTo(1);
        assertThat(view.actions()).extracting(action -> action.type().name()).doesNotContain(status.name());
    }

    @Test
    void putsTheIncidentThatNobodyLookedAtFirstAndThenTheWorst() {
        incident("acknowledged-critical", Level.critical, IncidentStatus.acknowledged);
        incident("open-low", Level.low, IncidentStatus.open);
        incident("open-high", Level.high, IncidentStatus.open);
        incident("closed-critical", Level.critical, IncidentStatus.closed);

        BoardView board = BoardView.of(new VisibleModel(model, tenant -> true), List.of(), new Wording(Samples.NOW));

        assertThat(board.open())
                .extracting(Incident::getEntityId)
                .containsExactly("open-high", "open-low", "acknowledged-critical");
        assertThat(board.settled()).extracting(Incident::getEntityId).containsExactly("closed-critical");
        assertThat(board.waiting()).isEqualTo(2);
        assertThat(board.inWork()).isEqualTo(1);
        assertThat(board.severe()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"PT59S,just now", "PT1M,1 min ago", "PT59M59S,59 min ago", "PT1H,1 h ago", "PT48H,2 days ago"})
    void saysAgesAsAPersonWould(Duration age, String words) {
        assertThat(new Wording(Samples.NOW).age(Samples.NOW.minus(age))).isEqualTo(words);
    }

    @Test
    void saysTheDayOnlyWhereItIsAnother() {
        Wording wording = new Wording(Samples.NOW);

        assertThat(wording.time(Samples.NOW)).isEqualTo("03:07:21");
        assertThat(wording.time(Samples.NOW.minus(Duration.ofHours(4)))).isEqualTo("13 Mar 23:07:21");
    }

    private IncidentView view(Incident incident) {
        return IncidentView.of(new VisibleModel(model, tenant -> true), incident.getIncidentId(), null)
                .orElseThrow();
    }

    private Incident incident(IncidentStatus status) {
        return incident("dr.lee", Level.high, status);
    }

    private Incident incident(String actor, Level level, IncidentStatus status) {
        Incident incident = Samples.incident(actor, level, status).build();
        model.apply(incident);
        return incident;
    }

    private void evidence(Incident incident, long sequence) {
        model.apply(Samples.evidence(incident.getIncidentId(), sequence, EvidenceType.alert_raised)
                .build());
    }
}
