package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.CommandCatalogue;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.model.CommandOutcome;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.text.EvidenceTexts;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.IndexedRecord;

/** The JSON API over incidents and alerts; {@code openapi.json} describes it, and a test holds the two together. */
public final class ApiRoutes {
    /** Where the API begins. */
    public static final String ROOT = "/api/v1";

    private static final int MAX_KEY_LENGTH = 200;

    private final ReadModel model;
    private final Commands commands;
    private final EventStream stream;
    private final EvidenceJson evidence;
    private final DutiesJson duties;
    private final Map<CommandType, CommandStep> steps;
    private final String openApi = openApi();

    public ApiRoutes(ReadModel model, Commands commands, EventStream stream, EvidenceTexts texts, Duties duties) {
        this.model = model;
        this.commands = commands;
        this.stream = stream;
        this.evidence = new EvidenceJson(texts);
        this.duties = new DutiesJson(duties);
        this.steps = CommandCatalogue.steps(duties);
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get(ROOT + "/incidents", this::listIncidents);
        routes.get(ROOT + "/incidents/{id}", this::showIncident);
        routes.post(ROOT + "/incidents/{id}/commands", this::giveCommand);
        routes.get(ROOT + "/alerts", this::listAlerts);
        routes.get(ROOT + "/stream", stream::serve);
        routes.get(
                ROOT + "/openapi.json",
                context -> context.contentType("application/json").result(openApi));
    }

    private void listIncidents(Context context) {
        ListQuery query = ListQuery.parse(context.queryParamMap());
        answer(
                context,
                list(
                        "incidents",
                        query.page(AccessControl.visible(context, model).incidents(), Row::of)));
    }

    private void listAlerts(Context context) {
        ListQuery query = ListQuery.parse(context.queryParamMap());
        answer(
                context,
                list("alerts", query.page(AccessControl.visible(context, model).alerts(), Row::of)));
    }

    private void showIncident(Context context) {
        String id = context.pathParam("id");
        AccessControl.visible(context, model)
                .incident(id)
                .ifPresentOrElse(
                        incident -> {
                            context.header("ETag", eTag(incident));
                            ObjectNode body = RecordJson.of(incident);
                            body.set("response", ResponseJson.of(incident));
                            body.set("evidence", evidence.of(incident, model.evidence(id), role(context)));
                            duties.addTo(body, incident);
                            answer(context, body);
                        },
                        () -> CommandProblem.NOT_FOUND.answer(context));
    }

    private void giveCommand(Context context) throws InterruptedException {
        CommandBody body = CommandBody.parse(context.body(), steps);
        String key = context.header("Idempotency-Key");
        if (key != null && key.length() > MAX_KEY_LENGTH) {
            throw RequestException.bad("Idempotency-Key is longer than " + MAX_KEY_LENGTH + " characters");
        }
        User user = AccessControl.session(context).user();
        CommandOutcome outcome = commands.give(new CommandRequest(
                context.pathParam("id"),
                body.type(),
                body.details(),
                CommandBody.version(context.header("If-Match")),
                key,
                body.text(),
                new CommandRequest.Asker(user.name(), user.role(), user.tenants())));
        answer(context, outcome);
    }

    private static void answer(Context context, CommandOutcome outcome) {
        switch (outcome) {
            case CommandOutcome.Accepted accepted -> {
                context.header("ETag", eTag(accepted.incident()));
                answer(context, RecordJson.of(accepted.incident()));
            }
            case CommandOutcome.Pending pending -> {
                context.status(HttpStatus.ACCEPTED);
                answer(context, RecordJson.object().put("command_id", pending.commandId()));
            }
            case CommandOutcome.Stale stale -> {
                context.header("ETag", eTag(stale.incident()));
                CommandProblem.of(stale).answer(context);
            }
            case CommandOutcome.Refused refused -> CommandProblem.of(refused).answer(context);
            case CommandOutcome.Unknown unknown -> CommandProblem.NOT_FOUND.answer(context);
        }
    }

    private static String role(Context context) {
        return AccessControl.session(context).user().role();
    }

    private static <T extends IndexedRecord> ObjectNode list(String name, ListQuery.Page<T> page) {
        ObjectNode body = RecordJson.object();
        body.set(name, RecordJson.array(page.rows()));
        Cursor next = page.next();
        return body.put("next_cursor", next == null ? null : next.text());
    }

    private static void answer(Context context, ObjectNode body) {
        context.contentType("application/json").result(body.toString());
    }

    private static String eTag(Incident incident) {
        return '"' + Integer.toString(incident.getVersion()) + '"';
    }

    private static String openApi() {
        try (InputStream in = Objects.requireNonNull(
                ApiRoutes.class.getResourceAsStream("/io/phiwatch/alerting/console/openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read openapi.json", e);
        }
    }
}
