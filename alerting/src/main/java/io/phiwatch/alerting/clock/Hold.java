package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.schema.IncidentCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A delay that law enforcement asks for (45 CFR 164.412; the laws of the states have their like): as long as a written
 * statement says, or thirty days from a spoken one.
 *
 * @param until until when it lasts
 */
record Hold(Instant until) {
    /** 45 CFR 164.412(b): no longer than thirty days from the date of the oral statement. */
    private static final Duration SPOKEN = Duration.ofDays(30);

    private static final String WRITTEN_STATEMENT = "law_enforcement_written";
    private static final String SPOKEN_STATEMENT = "law_enforcement_oral";

    /** The delay that a command asks for at that time; empty where it does not say what it must. */
    static Optional<Hold> of(IncidentCommand command, Instant at) {
        Optional<Instant> until =
                CommandPolicy.plain(command, "until").flatMap(Hold::time).filter(at::isBefore);
        return switch (CommandPolicy.plain(command, "reason").orElse("")) {
            case WRITTEN_STATEMENT -> until.map(Hold::new);
            case SPOKEN_STATEMENT -> {
                Instant last = at.plus(SPOKEN);
                yield Optional.of(new Hold(until.filter(last::isAfter).orElse(last)));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
