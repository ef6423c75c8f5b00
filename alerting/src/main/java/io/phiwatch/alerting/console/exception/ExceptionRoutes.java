package io.phiwatch.alerting.console.exception;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.alerting.text.TextPolicy;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.serde.RecordJson;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Set;

/** The API of exceptions. */
public final class ExceptionRoutes {
    private static final String ROOT = "/api/v1/exceptions";
    private static final String SEALED_REASON = "sealed_reason";

    private final ExceptionModel model;
    private final ExceptionDesk desk;
    private final TextSeals seals;
    private final InstantSource clock;

    public ExceptionRoutes(ExceptionModel model, ExceptionDesk desk, TextSeals seals, InstantSource clock) {
        this.model = model;
        this.desk = desk;
        this.seals = seals;
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get(ROOT, this::list);
        routes.post(ROOT, this::add);
        routes.post(ROOT + "/{id}/approve", context -> answer(context, desk.approve(id(context), user(context))));
        routes.delete(ROOT + "/{id}", context -> answer(context, desk.remove(id(context), user(context))));
    }

    private void list(Context context) {
        ObjectNode body = RecordJson.object();
        ArrayNode all = body.putArray("exceptions");
        User user = user(context);
        model.all().stream()
                .filter(known -> user.actsFor(known.getTenant()))
                .forEach(known -> all.add(json(known, user)));
        context.contentType("application/json").result(body.toString());
    }

    private void add(Context context) {
        try {
            ExceptionDesk.Answer answer = desk.add(ExceptionBody.parse(context.body()), user(context));
            if (answer instanceof ExceptionDesk.Answer.Done) {
                context.status(HttpStatus.CREATED);
            }
            answer(context, answer);
        } catch (ExceptionBody.Fault e) {
            new Problem(HttpStatus.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage())).answer(context);
        }
    }

    private void answer(Context context, ExceptionDesk.Answer answer) {
        switch (answer) {
            case ExceptionDesk.Answer.Done done ->
                context.contentType("application/json")
                        .result(json(done.exception(), user(context)).toString());
            case ExceptionDesk.Answer.Refused refused -> refuse(context, refused.reason());
        }
    }

    private static void refuse(Context context, ExceptionDesk.Reason reason) {
        Problem problem = switch (reason) {
            case forbidden -> new Problem(HttpStatus.FORBIDDEN, reason.name(), "Your role may not do that.");
            case not_found -> new Problem(HttpStatus.NOT_FOUND, reason.name(), "There is no such exception.");
            case same_person -> new Problem(HttpStatus.CONFLICT, reason.name(), "Another person has to approve it.");
            case invalid_transition ->
                new Problem(HttpStatus.CONFLICT, reason.name(), "The exception is in a state that forbids it.");
            case ended -> new Problem(HttpStatus.BAD_REQUEST, reason.name(), "Its end must be ahead of now.");
            case phi_in_scope ->
                new Problem(
                        HttpStatus.BAD_REQUEST,
                        reason.name(),
                        "The scope names what must not stand in the clear: use the token of the alert.");
        };
        problem.answer(context);
    }

    private ObjectNode json(ScopedException exception, User user) {
        ObjectNode node = RecordJson.of(exception);
        node.remove(SEALED_REASON);
        ByteBuffer sealed = exception.getSealedReason();
        if (sealed != null && TextPolicy.mayRead(user.role(), Set.of())) {
            seals.open(new TextSeals.Place(exception.getTenant(), exception.getExceptionId()), sealed)
                    .ifPresent(reason -> node.put("reason", reason));
        }
        ExceptionModel.Count count = model.count(exception.getExceptionId());
        node.put("in_force", ExceptionScope.isInForce(exception, clock.instant()));
        node.putObject("suppressed")
                .put("alerts", count.alerts())
                .put("hits", count.hits())
                .put("entities", count.entities());
        return node;
    }

    private static String id(Context context) {
        return context.pathParam("id");
    }

    private static User user(Context context) {
        return AccessControl.session(context).user();
    }
}
