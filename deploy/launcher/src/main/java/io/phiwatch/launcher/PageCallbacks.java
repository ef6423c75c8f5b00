package io.phiwatch.launcher;

import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.callback.Callbacks;
import io.phiwatch.ingest.http.CallbackHandler;
import io.phiwatch.launcher.Node.Shared;
import java.util.Map;
import java.util.Optional;

/** Leads what comes in at ingest's port from paging services to alerting's commands. */
final class PageCallbacks implements CallbackHandler, AutoCloseable {
    private final IncidentCommands commands;
    private final Callbacks callbacks;

    private PageCallbacks(IncidentCommands commands, Callbacks callbacks) {
        this.commands = commands;
        this.callbacks = callbacks;
    }

    /** Empty where nobody calls back. */
    static Optional<PageCallbacks> open(Shared shared) {
        if (shared.config().pages().callbacks().isEmpty()) {
            return Optional.empty();
        }
        IncidentCommands commands = IncidentCommands.connect(shared.kafka(), shared.topics(), shared.serdes());
        Callbacks callbacks = new Callbacks(
                shared.config().pages().callbacks(),
                shared.config().pages().plan().roster(),
                commands,
                new Callbacks.Clocks(shared.clock(), SystemClock.get()),
                shared.meters());
        return Optional.of(new PageCallbacks(commands, callbacks));
    }

    @Override
    public Optional<Reader> reader(String sink, Map<String, String> headers) {
        return callbacks.knows(sink) ? Optional.of(body -> callbacks.receive(sink, headers, body)) : Optional.empty();
    }

    @Override
    public void close() {
        commands.close();
    }
}
