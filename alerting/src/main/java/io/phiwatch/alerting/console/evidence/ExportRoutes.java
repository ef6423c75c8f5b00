package io.phiwatch.alerting.console.evidence;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.evidence.archive.ArchiveContent;
import io.phiwatch.alerting.evidence.archive.ArchiveWriter;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.TreeHead;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The evidence of an incident as a file. The export is a record in the chain, and the archive holds it. */
public final class ExportRoutes {
    /** Longer than between two heads, with what it takes to sign one. */
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(30);

    private static final Problem NO_KEY = new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no_signing_key",
            "This process has no key to sign evidence with: set evidence.signing_key.");
    private static final Problem NO_HEAD = new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no_signed_head",
            "No signed head covers the evidence yet. Try again; if that stays so, look for the signer.");

    private final ReadModel model;
    private final CustodyCommands custody;
    private final EvidenceAccess access;
    private final Exporter exporter;
    private final InstantSource clock;

    public ExportRoutes(ReadModel model, Commands commands, EvidenceAccess access, InstantSource clock) {
        this.model = model;
        this.custody = new CustodyCommands(commands);
        this.access = access;
        this.exporter = new Exporter(model.ledger(), access.records());
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RoutesConfig routes) {
        routes.post("/api/v1/incidents/{id}/evidence/exports", this::export);
    }

    private void export(Context context) throws InterruptedException {
        Optional<LedgerKeys> keys = access.keys();
        if (keys.isEmpty()) {
            NO_KEY.answer(context);
            return;
        }
        boolean originals = Parameters.body(context).path("originals").asBoolean(false);
        User user = AccessControl.session(context).user();
        Optional<Incident> incident = custody.record(
                context,
                new CommandRequest(
                        context.pathParam("id"),
                        CommandType.export_evidence,
                        Map.of("originals", originals ? "yes" : "no"),
                        null,
                        context.header("Idempotency-Key"),
                        new CommandRequest.Asker(user.name(), user.role(), user.tenants())));
        if (incident.isEmpty()) {
            return;
        }
        Optional<TreeHead> head = model.ledger()
                .awaitHead(incident.get().getIncidentId(), incident.get().getEvidenceCount(), HEAD_TIMEOUT);
        if (head.isEmpty()) {
            NO_HEAD.answer(context);
            return;
        }
        ArchiveContent content = exporter.gather(
                incident.get(), head.get(), new Exporter.Request(user.name(), user.role(), originals), clock.instant());
        context.contentType("application/zip")
                .header("Content-Disposition", "attachment; filename=\"evidence.zip\"")
                .result(new ArchiveWriter(keys.get()).write(content));
    }
}
