package io.phiwatch.alerting.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.ApiTokens;
import io.phiwatch.alerting.console.access.LoginLinks;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.api.ApiRoutes;
import io.phiwatch.alerting.console.api.EventStream;
import io.phiwatch.alerting.console.api.ReportRoutes;
import io.phiwatch.alerting.console.api.RequestException;
import io.phiwatch.alerting.console.evidence.AccessTrail;
import io.phiwatch.alerting.console.evidence.EvidenceAccess;
import io.phiwatch.alerting.console.evidence.EvidenceRoutes;
import io.phiwatch.alerting.console.evidence.ExportRoutes;
import io.phiwatch.alerting.console.evidence.KafkaAccessTrail;
import io.phiwatch.alerting.console.evidence.SealedRoutes;
import io.phiwatch.alerting.console.exception.ExceptionDesk;
import io.phiwatch.alerting.console.exception.ExceptionLog;
import io.phiwatch.alerting.console.exception.ExceptionModel;
import io.phiwatch.alerting.console.exception.ExceptionRoutes;
import io.phiwatch.alerting.console.exception.KafkaExceptionLog;
import io.phiwatch.alerting.console.model.CommandLog;
import io.phiwatch.alerting.console.model.Commands;
import io.phiwatch.alerting.console.model.KafkaCommandLog;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.model.ReadModelFeed;
import io.phiwatch.alerting.console.model.UnavailableException;
import io.phiwatch.alerting.console.page.Pages;
import io.phiwatch.alerting.page.SinkHealth;
import io.phiwatch.alerting.text.EvidenceTexts;
import io.phiwatch.alerting.text.TextSealException;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web console and its API: an HTTP server over a read model of its own. Any number may run; none keeps state but the
 * sessions of its browsers.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Console.class);
    /** Commands are small; anything larger is a mistake or an attack. */
    private static final long MAX_REQUEST_BYTES = 64 * 1024;

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private final ConsoleConfig config;
    private final ApiTokens tokens;
    private final LoginLinks links;
    private final EventStream stream;
    private final CommandLog commandLog;
    private final ExceptionLog exceptionLog;
    private final AccessTrail trail;
    private final AutoCloseable feed;
    private final ReadModel model;
    private final Javalin server;

    private Console(ConsoleConfig config, Parts parts) {
        this.config = config;
        this.commandLog = parts.commandLog();
        this.exceptionLog = parts.exceptionLog();
        this.trail = parts.trail();
        this.feed = parts.feed();
        this.model = parts.model();
        this.tokens = ApiTokens.in(config.dataDir(), config.users());
        this.links = new LoginLinks(parts.clock());
        this.stream = new EventStream(parts.model());
        this.server = Javalin.create(javalin -> configure(javalin, parts));
    }

    /**
     * What a console is made of.
     *
     * @param model what it shows
     * @param commandLog where commands go
     * @param feed what fills the model
     * @param clock the time now
     * @param metrics the metrics of the process, in the text format of Prometheus
     * @param evidence what evidence is read, signed and opened with
     * @param seals what keeps what people type
     * @param exceptionLog where exceptions go
     * @param trail where the console tells of what people access through it
     * @param sinks how those do that page people
     */
    record Parts(
            ReadModel model,
            CommandLog commandLog,
            AutoCloseable feed,
            InstantSource clock,
            Supplier<String> metrics,
            EvidenceAccess evidence,
            TextSeals seals,
            ExceptionLog exceptionLog,
            AccessTrail trail,
            Supplier<List<SinkHealth>> sinks) {}

    /**
     * What the process lends a console.
     *
     * @param clock the time now
     * @param metrics the metrics of the process, in the text format of Prometheus
     * @param seals what keeps what people type
     * @param evidence what evidence is read, signed and opened with
     * @param sinks how those do that page people
     */
    public record Surroundings(
            InstantSource clock,
            Supplier<String> metrics,
            TextSeals seals,
            EvidenceAccess evidence,
            Supplier<List<SinkHealth>> sinks) {}

    /** Starts a console that reads from and writes to the cluster that the properties name. */
    public static Console start(
            ConsoleConfig config,
            Topics topics,
            TopicSerdes serdes,
            Map<String, Object> kafkaProperties,
            Surroundings surroundings) {
        ReadModel model = new ReadModel();
        ReadModelFeed feed = ReadModelFeed.start(model, topics, serdes, kafkaProperties);
        CommandLog commandLog = new KafkaCommandLog(IncidentCommands.connect(kafkaProperties, topics, serdes));
        ExceptionLog exceptionLog = new KafkaExceptionLog(kafkaProperties, topics, serdes, surroundings.clock());
        return start(
                config,
                new Parts(
                        model,
                        commandLog,
                        feed,
                        surroundings.clock(),
                        surroundings.metrics(),
                        surroundings.evidence(),
                        surroundings.seals(),
                        exceptionLog,
                        new KafkaAccessTrail(kafkaProperties, topics, serdes),
                        surroundings.sinks()));
    }

    static Console start(ConsoleConfig config, Parts parts) {
        Console console = new Console(config, parts);
        try {
            console.server.start(config.host(), config.port());
        } catch (RuntimeException e) {
            // A port that is taken must not leave threads and connections behind.
            console.close();
            throw e;
        }
        LOGGER.atInfo().addKeyValue("port", console.port()).log("console is up");
        return console;
    }

    /** Port as bound. */
    public int port() {
        return server.port();
    }

    /** A link that signs one browser in, once, within a quarter of an hour. */
    public URI loginLink() {
        return address().resolve("/login?token=" + links.create());
    }

    /** Address under which browsers reach the console. */
    public URI address() {
        URI publicUrl = config.publicUrl();
        if (publicUrl != null) {
            return publicUrl;
        }
        boolean isAnywhere = config.host().equals("0.0.0.0") || config.host().equals("::");
        return URI.create("http://" + (isAnywhere ? "localhost" : config.host()) + ":" + port() + "/");
    }

    /** All incidents as the console knows them; none until it has read what was there at its start. */
    public List<Incident> incidents() {
        return model.isCaughtUp() ? model.incidents() : List.of();
    }

    /** File that holds the token of the API. */
    public Path adminTokenFile() {
        return tokens.file();
    }

    Javalin server() {
        return server;
    }

    private void configure(JavalinConfig javalin, Parts parts) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.maxRequestSize = MAX_REQUEST_BYTES;
        javalin.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));

        AccessControl access = new AccessControl(parts.clock(), tokens, links, config.publicUrl());
        Commands commands =
                new Commands(parts.model(), parts.commandLog(), parts.clock(), COMMAND_TIMEOUT, parts.seals());
        EvidenceTexts texts = new EvidenceTexts(parts.seals());
        Pages pages = new Pages(
                parts.model(), commands, access, new Pages.Looks(parts.clock(), texts, config.duties(), parts.sinks()));
        access.addTo(javalin.routes);
        new ApiRoutes(parts.model(), commands, stream, texts, config.duties()).addTo(javalin.routes);
        new EvidenceRoutes(parts.model(), parts.evidence()).addTo(javalin.routes);
        new ExportRoutes(parts.model(), commands, parts.evidence(), parts.clock()).addTo(javalin.routes);
        new SealedRoutes(parts.model(), commands, parts.evidence(), parts.trail(), parts.clock()).addTo(javalin.routes);
        new ReportRoutes(parts.model()).addTo(javalin.routes);
        ExceptionModel exceptions = parts.model().exceptions();
        ExceptionDesk desk = new ExceptionDesk(
                exceptions, parts.exceptionLog(), parts.seals(), parts.clock(), config.exceptionsNeedApproval());
        new ExceptionRoutes(exceptions, desk, parts.seals(), parts.clock()).addTo(javalin.routes);
        pages.addTo(javalin.routes);
        addHealth(javalin, parts);
        addFaults(javalin);
    }

    private static void addHealth(JavalinConfig javalin, Parts parts) {
        javalin.routes.get("/health/live", context -> context.result("live"));
        javalin.routes.get("/health/ready", context -> {
            boolean isReady = parts.model().isCaughtUp();
            context.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                    .result(isReady ? "ready" : "reading topics");
        });
        javalin.routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(parts.metrics().get()));
    }

    private static void addFaults(JavalinConfig javalin) {
        javalin.routes.exception(
                RequestException.class, (fault, context) -> fault.problem().answer(context));
        javalin.routes.exception(
                UnavailableException.class,
                (fault, context) -> answer(context, HttpStatus.SERVICE_UNAVAILABLE, "kafka_unavailable"));
        javalin.routes.exception(
                TextSealException.class,
                (fault, context) -> answer(context, HttpStatus.SERVICE_UNAVAILABLE, "no_key_for_text"));
        javalin.routes.exception(
                HttpResponseException.class,
                (fault, context) -> answer(context, HttpStatus.forStatus(fault.getStatus()), "http_error"));
        javalin.routes.exception(Exception.class, (fault, context) -> {
            // Its message may quote a request; its class does not.
            LOGGER.atError()
                    .addKeyValue("reason", fault.getClass().getSimpleName())
                    .log("console failed to answer");
            answer(context, HttpStatus.INTERNAL_SERVER_ERROR, "internal_error");
        });
    }

    private static void answer(Context context, HttpStatus status, String code) {
        new Problem(status, code, status.getMessage() + ".").answer(context);
    }

    @Override
    public void close() {
        // Streams first: the server waits for requests that are under way.
        stream.close();
        server.stop();
        commandLog.close();
        exceptionLog.close();
        trail.close();
        try {
            feed.close();
        } catch (Exception e) {
            LOGGER.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("console closed with a fault");
        }
    }
}
