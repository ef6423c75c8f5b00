package io.phiwatch.alerting.console.api;

import io.javalin.http.sse.SseClient;
import io.phiwatch.alerting.console.model.Change;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code incident}, {@code alert} and {@code evidence} say what changed, in small; {@code refresh}
 * says to look at everything again. Each client is written to by a thread of its own, so that a slow one holds up nobody;
 * one that falls far behind is cut off, and its browser connects again.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);
    /** A burst of a few seconds. */
    private static final int QUEUE = 512;
    /** Proxies cut connections that are silent for a minute or less. */
    private static final int HEARTBEAT_SECONDS = 15;

    private static final Event REFRESH = new Event("refresh", "{}");

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** One event, ready to be sent. */
    private record Event(String name, String data) {}

    /** Tells all clients of a change. Never blocks. */
    public void publish(Change change) {
        if (clients.isEmpty()) {
            return;
        }
        Event event = event(change);
        clients.forEach(client -> client.offer(event));
    }

    /** Serves a client until it goes. */
    void connect(SseClient sse) {
        sse.ctx().header("X-Accel-Buffering", "no");
        sse.keepAlive();
        Client client = new Client(sse);
        sse.onClose(() -> clients.remove(client));
        clients.add(client);
        client.offer(REFRESH);
        Thread.ofVirtual().name("console-stream").start(client);
        if (closed) {
            client.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(Client::close);
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
    private final class Client implements Runnable {
        private final SseClient sse;
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
        private volatile boolean leaving;

        Client(SseClient sse) {
            this.sse = sse;
        }

        void offer(Event event) {
            if (!queue.offer(event)) {
                LOGGER.atWarn().log("console cuts off a slow client");
                close();
            }
        }

        void close() {
            leaving = true;
            clients.remove(this);
            // Wakes the thread that waits for events.
            queue.clear();
            queue.offer(new Event("bye", "{}"));
        }

        @Override
        public void run() {
            try {
                while (!leaving && !sse.terminated()) {
                    Event event = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    if (event == null) {
                        sse.sendComment("still here");
                    } else if (!leaving) {
                        sse.sendEvent(event.name(), event.data());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                clients.remove(this);
                sse.close();
            }
        }
    }
}
