package io.phiwatch.alerting.console.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.model.Change;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.model.VisibleModel;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code incident}, {@code alert} and {@code evidence} say what changed, in small; {@code refresh}
 * says to look at everything again. Each client has a queue and a thread of its own, so that a slow one holds up nobody;
 * one that falls far behind is cut off, and its browser connects again.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);
    private static final String MEDIA_TYPE = "text/event-stream";
    /** A burst of a few seconds. */
    private static final int QUEUE = 512;
    /** Proxies cut connections that are silent for a minute or less. */
    private static final int HEARTBEAT_SECONDS = 15;

    private static final Event REFRESH = new Event("refresh", "{}");

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ReadModel model;
    private volatile boolean closed;

    /** Tells of what changes in that model. */
    public EventStream(ReadModel model) {
        this.model = model;
        model.addListener(this::publish);
    }

    /** One event, ready to be sent. */
    private record Event(String name, String data) {
        String text() {
            // JSON on one line: nothing in it can end the event.
            return "event: " + name + "\ndata: " + data + "\n\n";
        }
    }

    /** Tells all clients that may see it of a change. Never blocks. */
    private void publish(Change change) {
        if (clients.isEmpty()) {
            return;
        }
        Event event = event(change);
        clients.stream().filter(client -> client.visible.shows(change)).forEach(client -> client.offer(event));
    }

    /**
     * Serves a client until it goes, on the thread of its request: that is a virtual one, and a request that is still
     * being served cannot be taken away under the writer, as it can be where it is served asynchronously.
     */
    void serve(Context context) throws InterruptedException {
        String accepts = context.header("Accept");
        if (accepts == null || !accepts.contains(MEDIA_TYPE)) {
            // A client that expects something else would wait for it in vain.
            throw new RequestException(
                    HttpStatus.NOT_ACCEPTABLE, "not_acceptable", "Ask for it with Accept: " + MEDIA_TYPE + ".");
        }
        context.header("X-Accel-Buffering", "no").contentType(MEDIA_TYPE + ";charset=utf-8");
        Client client = new Client(AccessControl.visible(context, model));
        client.offer(REFRESH);
        clients.add(client);
        try {
            // Not the stream of the context: it would gather events in order to compress them.
            client.writeTo(context.res().getOutputStream());
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("reason", e.getClass().getSimpleName()).log("console client is gone");
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(Client::leave);
    }

    private static Event event(Change change) {
        return switch (change) {
            case Change.CaughtUp caughtUp -> REFRESH;
            case Change.IncidentChanged changed -> event(changed.incident());
            case Change.AlertRaised raised -> event(raised.alert());
            case Change.EvidenceAdded added -> event(added.entry());
        };
    }

    private static Event event(Incident incident) {
        return new Event(
                "incident",
                RecordJson.object()
                        .put("incident_id", incident.getIncidentId())
                        .put("version", incident.getVersion())
                        .put("status", incident.getStatus().name())
                        .put("level", incident.getLevel().name())
                        .put("tenant", incident.getTenant())
                        .put("title", incident.getTitle())
                        .toString());
    }

    private static Event event(Alert alert) {
        return new Event(
                "alert",
                RecordJson.object()
                        .put("alert_id", alert.getAlertId())
                        .put("revision", alert.getRevision())
                        .put("state", alert.getState().name())
                        .put("level", alert.getLevel().name())
                        .put("tenant", alert.getTenant())
                        .put("rule_name", alert.getRuleName())
                        .put("rule_title", alert.getRuleTitle())
                        .put("detected_at", alert.getDetectedAt().toString())
                        .toString());
    }

    private static Event event(EvidenceEntry entry) {
        return new Event(
                "evidence",
                RecordJson.object()
                        .put("incident_id", entry.getIncidentId())
                        .put("sequence", entry.getSequence())
                        .put("type", entry.getType().name())
                        .toString());
    }

    /** One browser that listens. */
    private final class Client {
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
        private final VisibleModel visible;
        private volatile boolean isLeaving;

        Client(VisibleModel visible) {
            this.visible = visible;
        }

        void offer(Event event) {
            if (!queue.offer(event)) {
                LOGGER.atWarn().log("console cuts off a slow client");
                leave();
            }
        }

        void leave() {
            isLeaving = true;
            // Wakes the thread that waits for events.
            queue.clear();
            queue.offer(REFRESH);
        }

        void writeTo(OutputStream out) throws IOException, InterruptedException {
            while (!isLeaving && !closed) {
                Event event = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                String text = event == null ? ": still here\n\n" : event.text();
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }
}
