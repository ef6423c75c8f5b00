package io.phiwatch.alerting.incident;

import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;

/**
 * What one kind of command does to an incident. Pure and thread-safe: the same incident and command give the same change.
 * It is asked once per command, after role, version and needed details were found right; the answer, whatever it is, becomes evidence.
 */
public interface CommandStep {
    /** Roles that may give it. */
    default Set<String> roles() {
        return CommandPolicy.RESPONDERS;
    }

    /** Names of the details that it cannot do without: each must be there, and be a plain name or number. */
    default Set<String> neededDetails() {
        return Set.of();
    }

    /** Names of the details that it takes beside those; evidence keeps both kinds, as far as they are plain. */
    default Set<String> furtherDetails() {
        return Set.of();
    }

    /** Why it cannot be carried out on this incident, as it is now; empty where it can. */
    default Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return Optional.empty();
    }

    /** Whether what was typed with it, sealed, is kept in its evidence. */
    default boolean takesText() {
        return false;
    }

    /** Whether it says nothing without a text. */
    default boolean needsText() {
        return false;
    }

    /** Whether the incident already is as phiwatch asks: then nothing is done, and nothing recorded. */
    default boolean isSettled(Incident incident, IncidentCommand command) {
        return false;
    }

    /** Changes the incident, asks for pages, and records what needs an entry beside that of the command. */
    void carryOut(IncidentEdit edit, IncidentCommand command);

    /** What is left to do where it was refused: at most to send an answer to another incident. */
    default void refused(IncidentEdit edit, IncidentCommand command) {
        // most askers read the answer in the incident
    }

    /** Kind of the entry that says that it was carried out. */
    default EvidenceType evidence() {
        return EvidenceType.command_accepted;
    }

    /** One line for people, free of PHI, that says what was done. */
    default String summary(IncidentCommand command) {
        return "Command " + command.getType();
    }
}
