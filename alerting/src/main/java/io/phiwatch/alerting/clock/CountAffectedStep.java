package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes in how many people live where, as {@code US-CA:512+US-NY:3+unknown:4}. What is not named keeps its number, unless
 * {@code replace} is true: so a long list may come in parts.
 */
final class CountAffectedStep implements CommandStep {
    private static final String RESIDENTS = "residents";
    private static final String REPLACE = "replace";

    private final Clocks clocks;

    CountAffectedStep(Clocks clocks) {
        this.clocks = clocks;
    }

    @Override
    public Set<String> roles() {
        return ClockCommands.COUNTERS;
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(RESIDENTS);
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of(REPLACE);
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.affected_counted;
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Affected people counted by residence";
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isReadable = CommandPolicy.plain(command, RESIDENTS)
                .filter(AffectedCounts::isReadable)
                .isPresent();
        return isReadable ? Optional.empty() : Optional.of(Refusal.INVALID_DETAILS);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        boolean replaces =
                CommandPolicy.plain(command, REPLACE).filter("true"::equals).isPresent();
        Map<String, Long> counts =
                new TreeMap<>(replaces ? Map.of() : edit.incident().getAffected());
        CommandPolicy.plain(command, RESIDENTS).map(AffectedCounts::parse).ifPresent(counts::putAll);
        edit.incident().setAffected(counts);
        ClockLog.reckon(clocks, edit);
    }
}
