package io.phiwatch.alerting.incident;

import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an input did. */
public sealed interface IncidentChange {
    /** What became of the input. */
    Outcome outcome();

    /**
     * The incident changed.
     *
     * @param incident its new state
     * @param alert the alert that changed it and where it went, where it was one
     * @param evidence entries to append, in order; never empty
     * @param pages pages to send
     * @param commands what it asks of other incidents
     */
    record Changed(
            Outcome outcome,
            Incident incident,
            @Nullable PlacedAlert alert,
            List<EvidenceEntry> evidence,
            List<Notification> pages,
            List<IncidentCommand> commands)
            implements IncidentChange {
        public Changed {
            evidence = List.copyOf(evidence);
            pages = List.copyOf(pages);
            commands = List.copyOf(commands);
        }
    }

    /** Nothing changed. */
    record Ignored(Outcome outcome) implements IncidentChange {}

    /** An alert and where it went. */
    record PlacedAlert(String alertId, AlertPlace place) {}

    /** What can become of an input: each is exactly one of these. */
    enum Outcome {
        /** The alert opened an incident. */
        OPENED,
        /** The alert joined an incident. */
        JOINED,
        /** The alert was known, this revision is new. */
        REVISED,
        /** The revision was seen before, or is older than one that was. */
        REPEATED_REVISION,
        /** The alert was superseded before it was ever seen. */
        NEVER_RAISED,
        /** An exception kept the alert from opening or joining an incident. */
        SUPPRESSED,
        /** The command was carried out. */
        ACCEPTED,
        /** The command was refused. */
        REJECTED,
        /** The command was answered before. */
        REPEATED_COMMAND,
        /** The command is for an incident that does not exist. */
        UNKNOWN_INCIDENT;

        /** Value of the metric's tag. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
