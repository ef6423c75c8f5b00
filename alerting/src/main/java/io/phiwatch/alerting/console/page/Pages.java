package io.phiwatch.alerting.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.CommandCatalogue;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.console.api.CommandBody;
import io.phiwatch.alerting.console.model.CommandOutcome;
import io.phiwatch.alerting.console.model.CommandRequest;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.page.IncidentView.Notice;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.page.SinkHealth;
import io.phiwatch.alerting.text.EvidenceTexts;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.CommandType;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of the console, and the parts of them that change while one looks. */
public final class Pages {
    /**
     * Steps that put an incident away count only for what the asker saw, so that nobody closes over news. The others
     * must not fail at night because one more alert came in.
     */
    private static final Set<CommandType> NEEDS_VERSION =
            Set.of(CommandType.resolve, CommandType.close, CommandType.false_positive);

    private final ReadModel model;
    private final Commands commands;
    private final AccessControl access;
    private final InstantSource clock;
    private final EvidenceTexts texts;
    private final Supplier<List<SinkHealth>> sinks;
    private final Templates templates = new Templates();
    private final DutiesViews duties;
    private final Map<CommandType, CommandStep> steps;

    public Pages(ReadModel model, Commands commands, AccessControl access, Looks looks) {
        this.model = model;
        this.commands = commands;
        this.access = access;
        this.clock = looks.clock();
        this.duties = new DutiesViews(looks.duties());
        this.steps = CommandCatalogue.steps(looks.duties());
        this.texts = looks.texts();
        this.sinks = looks.sinks();
    }

    /**
     * What pages show beside the model.
     *
     * @param clock the time now
     * @param texts what people typed
     * @param sinks how those do that page people
     */
    public record Looks(InstantSource clock, EvidenceTexts texts, Duties duties, Supplier<List<SinkHealth>> sinks) {}

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        StaticFiles.addTo(routes);
        routes.get("/login", context -> showLogin(context, false));
        routes.post("/login", this::signIn);
        routes.post("/logout", this::signOut);
        routes.get("/", context -> board(context, "board"));
        routes.get("/fragments/board", context -> board(context, "boardContent"));
        routes.get("/incidents/{id}", context -> incident(context, "incident", null));
        routes.get("/fragments/incidents/{id}", context -> incident(context, "incidentContent", null));
        routes.post("/incidents/{id}/commands/{type}", this::giveCommand);
    }

    /** Shows that a page does not exist. */
    public void notFound(Context context) {
        templates.render(context, "notFound", Map.of("shell", shell(context)));
    }

    private void showLogin(Context context, boolean isRefused) {
        // A link only shows a button: previews and prefetches must not use it up.
        String token = Optional.ofNullable(context.queryParam("token")).orElse("");
        templates.render(context, "login", Map.of("token", token, "isRefused", isRefused));
    }

    private void signIn(Context context) {
        String token = Optional.ofNullable(context.formParam("token")).orElse("");
        if (access.signIn(context, token.strip())) {
            context.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            context.status(HttpStatus.UNAUTHORIZED);
            templates.render(context, "login", Map.of("token", "", "isRefused", true));
        }
    }

    private void signOut(Context context) {
        access.signOut(context);
        context.header("HX-Redirect", "/login").status(HttpStatus.NO_CONTENT);
    }

    private void board(Context context, String template) {
        Shell shell = shell(context);
        templates.render(
                context,
                template,
                Map.of(
                        "shell",
                        shell,
                        "view",
                        BoardView.of(AccessControl.visible(context, model), sinks.get(), shell.wording())));
    }

    private void incident(Context context, String template, @Nullable Notice notice) {
        Shell shell = shell(context);
        String role = AccessControl.session(context).user().role();
        Optional<IncidentView> view = IncidentView.of(
                        AccessControl.visible(context, model), context.pathParam("id"), notice)
                .map(found -> found.withTexts(texts, role));
        if (view.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND);
            notFound(context);
            return;
        }
        DutiesView obligations =
                duties.of(view.get().incident(), AccessControl.session(context).user(), shell.wording());
        templates.render(context, template, Map.of("shell", shell, "view", view.get(), "duties", obligations));
    }

    private void giveCommand(Context context) throws InterruptedException {
        CommandType type = CommandBody.type(context.pathParam("type"), steps);
        User user = AccessControl.session(context).user();
        String seen = context.formParam("version");
        Integer version = NEEDS_VERSION.contains(type) && seen != null ? Integer.valueOf(seen) : null;
        CommandOutcome outcome = commands.give(new CommandRequest(
                context.pathParam("id"),
                type,
                details(context, type),
                version,
                null,
                text(context, type),
                new CommandRequest.Asker(user.name(), user.role(), user.tenants())));
        incident(context, "incidentContent", notice(outcome));
    }

    /** What the form says, of what the command knows. */
    private Map<String, String> details(Context context, CommandType type) {
        CommandStep step = Objects.requireNonNull(steps.get(type));
        Map<String, String> details = new HashMap<>();
        Stream.concat(step.neededDetails().stream(), step.furtherDetails().stream())
                .forEach(name -> Optional.ofNullable(context.formParam(name))
                        .filter(CommandPolicy::isPlain)
                        .ifPresent(value -> details.put(name, value)));
        return details;
    }

    private @Nullable String text(Context context, CommandType type) {
        String text = context.formParam("text");
        boolean isTaken = Objects.requireNonNull(steps.get(type)).takesText();
        return text == null || text.isBlank() || text.length() > TextSeals.MAX_LENGTH || !isTaken ? null : text;
    }

    private static Notice notice(CommandOutcome outcome) {
        return switch (outcome) {
            case CommandOutcome.Accepted accepted ->
                new Notice(
                        true,
                        "Done: the incident is now "
                                + Wording.inSentence(accepted.incident().getStatus()) + ".");
            case CommandOutcome.Refused refused ->
                new Notice(false, "Refused: " + Wording.refusal(refused.reason()) + ".");
            case CommandOutcome.Stale stale ->
                new Notice(
                        false,
                        "Not done: the incident changed while you looked at it. See what is new, then try again.");
            case CommandOutcome.Pending pending ->
                new Notice(true, "Sent, but not carried out yet. This page shows it as soon as it is.");
            case CommandOutcome.Unknown unknown -> new Notice(false, "There is no such incident any more.");
        };
    }

    private Shell shell(Context context) {
        return Shell.of(AccessControl.session(context), new Wording(clock.instant()));
    }
}
