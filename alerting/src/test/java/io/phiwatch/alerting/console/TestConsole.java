package io.phiwatch.alerting.console;

import io.phiwatch.alerting.console.access.TokenHolder;
import io.phiwatch.alerting.console.evidence.AccessTrail;
import io.phiwatch.alerting.console.exception.ExceptionLog;
import io.phiwatch.alerting.console.model.CommandLog;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.model.UnavailableException;
import io.phiwatch.alerting.page.SinkHealth;
import io.phiwatch.alerting.text.ReversedTextSeals;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.ScopedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A console over HTTP whose topics are played by the test. */
final class TestConsole implements AutoCloseable {
    /** Somebody with the compliance role. */
    static final TokenHolder CARLA =
            new TokenHolder("carla.ng", "compliance", "carla-has-a-token-of-her-own", Set.of());

    /** Somebody who may look at everything of one tenant, and at nothing of others. */
    static final TokenHolder BETA = new TokenHolder("bea.beta", "responder", "bea-acts-for-beta-only", Set.of("beta"));

    static final TokenHolder COUNSEL = new TokenHolder("legal", "legal", "counsel-has-a-token-too", Set.of());

    final ReadModel model = new ReadModel();
    final List<IncidentCommand> commands = new CopyOnWriteArrayList<>();
    final FakeEvidence evidence = new FakeEvidence();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Console console;
    private final List<String> closed = new ArrayList<>();
    final List<ScopedException> exceptions = new CopyOnWriteArrayList<>();
    final List<SinkHealth> sinks = new CopyOnWriteArrayList<>();
    final List<AccessEvent> accesses = new CopyOnWriteArrayList<>();
    private final TextSeals seals = new ReversedTextSeals();
    private Instant now = Samples.NOW;
    private boolean isTrailAway;
    private Consumer<IncidentCommand> writer = command -> {};

    TestConsole(Path dataDir) {
        CommandLog log = commandLog(
                command -> {
                    commands.add(command);
                    writer.accept(command);
                },
                closed);
        InstantSource clock = () -> now;
        console = Console.start(
                ConsoleConfig.in(dataDir).withPort(0).withUsers(List.of(CARLA, COUNSEL, BETA)),
                new Console.Parts(
                        model,
                        log,
                        () -> closed.add("feed"),
                        clock,
                        () -> "phiwatch_up 1\n",
                        evidence.access(),
                        seals,
                        exceptionLog(exceptions::add, closed),
                        trail(this::tell, closed),
                        () -> List.copyOf(sinks)));
    }

    /** A command log that takes none. */
    static CommandLog noCommands(List<String> closed) {
        return commandLog(
                command -> {
                    throw new AssertionError("no command is expected");
                },
                closed);
    }

    static ExceptionLog exceptionLog(Consumer<ScopedException> target, List<String> closed) {
        return new ExceptionLog() {
            @Override
            public void append(ScopedException exception) {
                target.accept(exception);
            }

            @Override
            public void close() {
                closed.add("exceptions");
            }
        };
    }

    static AccessTrail trail(Consumer<AccessEvent> target, List<String> closed) {
        return new AccessTrail() {
            @Override
            public void tell(AccessEvent event) {
                target.accept(event);
            }

            @Override
            public void close() {
                closed.add("trail");
            }
        };
    }

    private static CommandLog commandLog(Consumer<IncidentCommand> target, List<String> closed) {
        return new CommandLog() {
            @Override
            public void append(IncidentCommand command) {
                target.accept(command);
            }

            @Override
            public void close() {
                closed.add("commands");
            }
        };
    }

    private void tell(AccessEvent event) {
        if (isTrailAway) {
            throw new UnavailableException(new IllegalStateException("no broker"));
        }
        accesses.add(event);
    }

    /** From now on nobody can be told what people access. */
    void failTrail() {
        isTrailAway = true;
    }

    /** Plays the task that writes incidents. */
    void onCommand(Consumer<IncidentCommand> incidentWriter) {
        writer = incidentWriter;
    }

    void setNow(Instant time) {
        now = time;
    }

    Console console() {
        return console;
    }

    URI at(String path) {
        return console.address().resolve(path);
    }

    String token() {
        try {
            return Files.readString(console.adminTokenFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> getAsAdmin(String path) {
        return get(path, "Authorization", "Bearer " + token());
    }

    HttpResponse<String> getAs(TokenHolder holder, String path) {
        return get(path, "Authorization", "Bearer " + holder.token());
    }

    HttpResponse<String> postAs(TokenHolder holder, String path, String body) {
        return post(path, body, "Authorization", "Bearer " + holder.token());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postAsAdmin(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Authorization", "Bearer " + token())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Signs in with a login link and returns the cookie. */
    String signIn() {
        HttpResponse<String> answer = postForm("/login", console.loginLink().getQuery());
        return cookie(answer);
    }

    HttpResponse<String> postForm(String path, String form, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Closes the console and returns what it closed with it. */
    List<String> closeAndTell() {
        console.close();
        return closed;
    }

    @Override
    public void close() {
        console.close();
    }
}
