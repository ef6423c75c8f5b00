package io.phiwatch.alerting.console.evidence;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.api.RequestException;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.SealedPayload;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a sealed original: for the compliance role, for a reason, and only where an incident rests on the event. That it
 * was opened stands in the incident's chain before the content is handed out; that it was refused stands there too. Both
 * are access events, which rules judge.
 */
public final class SealedRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(SealedRoutes.class);
    private static final int LONGEST_REASON = 500;
    private static final Problem NO_EVENT = new Problem(
            HttpStatus.NOT_FOUND, "not_found", "No incident rests on an event of that id, so that it stays sealed.");
    private static final Problem GONE = new Problem(HttpStatus.GONE, "gone", "The original is past its retention.");
    private static final Problem BROKEN = new Problem(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "seal_broken",
            "The seal does not open: the original was changed or moved, or its key is gone.");

    private final ReadModel model;
    private final CustodyCommands custody;
    private final EvidenceAccess access;
    private final AccessTrail trail;
    private final InstantSource clock;

    public SealedRoutes(
            ReadModel model, Commands commands, EvidenceAccess access, AccessTrail trail, InstantSource clock) {
        this.model = model;
        this.custody = new CustodyCommands(commands);
        this.access = access;
        this.trail = trail;
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RoutesConfig routes) {
        routes.post("/api/v1/sealed/{event}/open", this::open);
    }

    /** An event that an incident rests on. */
    private record Found(Incident incident, EventRef ref) {}

    private void open(Context context) throws InterruptedException {
        String reason = Parameters.body(context).path("reason").asText().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw RequestException.bad("reason must say why, in at most " + LONGEST_REASON + " characters");
        }
        Optional<Found> found = find(context.pathParam("event"));
        if (found.isEmpty()) {
            NO_EVENT.answer(context);
            return;
        }
        boolean isGranted = isOnRecord(context, found.get(), reason);
        tell(context, found.get(), isGranted ? Outcome.success : Outcome.denied);
        if (isGranted) {
            answer(context, found.get().ref());
        }
    }

    /** Before anything is handed out; where nobody can be told, nothing is. */
    private void tell(Context context, Found found, Outcome outcome) {
        EventRef ref = found.ref();
        trail.tell(SealedOpening.of(
                AccessControl.session(context).user(),
                found.incident(),
                ref.getEventId(),
                Optional.ofNullable(access.records().events(List.of(ref)).get(ref)),
                outcome,
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private boolean isOnRecord(Context context, Found found, String reason) throws InterruptedException {
        User user = AccessControl.session(context).user();
        return custody.record(
                        context,
                        new CommandRequest(
                                found.incident().getIncidentId(),
                                CommandType.open_sealed,
                                Map.of("event_id", found.ref().getEventId()),
                                null,
                                null,
                                reason,
                                new CommandRequest.Asker(user.name(), user.role(), user.tenants())))
                .isPresent();
    }

    private void answer(Context context, EventRef ref) {
        SealedPayload original = access.records().originals(List.of(ref)).get(ref);
        if (original == null) {
            GONE.answer(context);
            return;
        }
        try {
            byte[] content = access.seals().open(original);
            // Never a page: a browser must not run or show what a platform sent.
            context.contentType("application/octet-stream")
                    .header("Content-Disposition", "attachment; filename=\"original.bin\"")
                    .header("X-Original-Content-Type", original.getContentType())
                    .result(content);
        } catch (GeneralSecurityException e) {
            LOGGER.atError().addKeyValue("reason", e.getClass().getSimpleName()).log("a sealed original does not open");
            BROKEN.answer(context);
        }
    }

    private Optional<Found> find(String eventId) {
        for (Incident incident : model.incidents()) {
            for (EvidenceEntry entry : model.evidence(incident.getIncidentId())) {
                for (EventRef ref : entry.getSources()) {
                    if (ref.getEventId().equals(eventId)) {
                        return Optional.of(new Found(incident, ref));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
