package io.phiwatch.alerting.custody;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Somebody gives an export to somebody else; the digest says which. */
final class HandOverStep implements CommandStep {
    /** Who gets it: a name without blanks. */
    static final String RECIPIENT = "recipient";
    /** SHA-256 of the file, lower-case hex. */
    static final String ARCHIVE = "archive_sha256";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    @Override
    public Set<String> roles() {
        return CustodySteps.KEEPERS;
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(RECIPIENT, ARCHIVE);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return CommandPolicy.plain(command, ARCHIVE)
                        .filter(digest -> DIGEST.matcher(digest).matches())
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.INVALID_DETAILS);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        // The record is all there is to it.
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Evidence handed over to "
                + CommandPolicy.plain(command, RECIPIENT).orElse("somebody");
    }
}
