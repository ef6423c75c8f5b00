package io.phiwatch.alerting.console.model;

import io.phiwatch.alerting.console.exception.ExceptionModel;
import io.phiwatch.alerting.data.Bounded;
import io.phiwatch.alerting.ledger.LedgerView;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The latest state of every incident, the evidence of each and the recent alerts, as far as the topics were read. Reading
 * a record twice changes nothing: higher versions win. Thread-safe; listeners are told on the thread that applies.
 */
public final class ReadModel {
    static final int RECENT_ALERTS = 1_000;
    static final int EVIDENCE_PER_INCIDENT = 1_000;

    /** Enough to answer any command that somebody may still wait for or repeat. */
    private static final int RECENT_RESULTS = 10_000;

    private static final Comparator<Incident> NEWEST_INCIDENT = Comparator.comparing(Incident::getOpenedAt)
            .thenComparing(Incident::getIncidentId)
            .reversed();
    private static final Comparator<Alert> NEWEST_ALERT = Comparator.comparing(Alert::getDetectedAt)
            .thenComparing(Alert::getAlertId)
            .reversed();

    private final Lock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final Map<String, Incident> incidents = new HashMap<>();
    private final Bounded<String, Alert> alerts = new Bounded<>(RECENT_ALERTS);
    private final Map<String, TreeMap<Long, EvidenceEntry>> evidence = new HashMap<>();
    private final Bounded<String, CommandResult> results = new Bounded<>(RECENT_RESULTS);
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final LedgerView ledger = new LedgerView();
    private final ExceptionModel exceptions = new ExceptionModel();
    private boolean caughtUp;

    /** The tree over all evidence, and its signed heads. */
    public LedgerView ledger() {
        return ledger;
    }

    /** Exceptions, and what they kept back. */
    public ExceptionModel exceptions() {
        return exceptions;
    }

    /** Takes in a state of an incident. */
    public void apply(Incident incident) {
        boolean news = locked(() -> {
            CommandResult result = incident.getLastCommand();
            if (result != null) {
                results.renew(result.getCommandId(), result);
                answered.signalAll();
            }
            Incident known = incidents.get(incident.getIncidentId());
            if (known != null && known.getVersion() >= incident.getVersion()) {
                return false;
            }
            incidents.put(incident.getIncidentId(), incident);
            return true;
        });
        tell(news, new Change.IncidentChanged(incident));
    }

    /** Takes in a revision of an alert. */
    public void apply(Alert alert) {
        boolean news = locked(() -> {
            Alert known = alerts.get(alert.getAlertId());
            if (known != null && known.getRevision() >= alert.getRevision()) {
                return false;
            }
            alerts.renew(alert.getAlertId(), alert);
            return true;
        });
        tell(news, new Change.AlertRaised(alert));
    }

    /** Takes in an evidence entry. */
    public void apply(EvidenceEntry entry) {
        boolean news = locked(() -> {
            TreeMap<Long, EvidenceEntry> chain = evidence.computeIfAbsent(entry.getIncidentId(), id -> new TreeMap<>());
            recallAnswer(entry);
            boolean added = chain.putIfAbsent(entry.getSequence(), entry) == null;
            if (chain.size() > EVIDENCE_PER_INCIDENT) {
                chain.pollFirstEntry();
            }
            return added;
        });
        tell(news, new Change.EvidenceAdded(entry));
    }

    /**
     * Answers from before the start are known from evidence only, since the incidents topic keeps but the last. Later
     * ones are not taken from here: they may come before the state of the incident that they led to.
     */
    private void recallAnswer(EvidenceEntry entry) {
        String commandId = entry.getDetails().get("command_id");
        boolean accepted = entry.getType() == EvidenceType.command_accepted;
        if (caughtUp || commandId == null || (!accepted && entry.getType() != EvidenceType.command_rejected)) {
            return;
        }
        CommandResult.Builder result =
                CommandResult.newBuilder().setCommandId(commandId).setAccepted(accepted);
        String reason = entry.getDetails().get("reason");
        if (reason != null) {
            result.setReason(reason);
        }
        results.renew(commandId, result.build());
    }

    /** Says that all that was there at the start has been applied. Listeners hear of changes only from here on. */
    public void markCaughtUp() {
        locked(() -> caughtUp = true);
        tell(true, new Change.CaughtUp());
    }

    /** Whether the model has read all that was there when it started. */
    public boolean isCaughtUp() {
        return locked(() -> caughtUp);
    }

    /** The incident of that id. */
    public Optional<Incident> incident(String incidentId) {
        return locked(() -> Optional.ofNullable(incidents.get(incidentId)));
    }

    /** All incidents, the newest first. */
    public List<Incident> incidents() {
        return locked(() -> incidents.values().stream().sorted(NEWEST_INCIDENT).toList());
    }

    /** Recent alerts, the one that was detected or revised last first. */
    public List<Alert> alerts() {
        return locked(() -> alerts.values().stream().sorted(NEWEST_ALERT).toList());
    }

    /** The last evidence entries of an incident, in the order of its chain. */
    public List<EvidenceEntry> evidence(String incidentId) {
        return locked(() ->
                List.copyOf(evidence.getOrDefault(incidentId, new TreeMap<>()).values()));
    }

    /** What became of a command, if that is known. */
    public Optional<CommandResult> result(String commandId) {
        return locked(() -> Optional.ofNullable(results.get(commandId)));
    }

    /**
     * Waits until a command has come back through the incidents topic.
     *
     * @return what became of it; empty where it was not answered in time
     */
    public Optional<CommandResult> awaitCommand(String commandId, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!results.containsKey(commandId) && left > 0) {
                left = answered.awaitNanos(left);
            }
            return Optional.ofNullable(results.get(commandId));
        } finally {
            lock.unlock();
        }
    }

    /** Adds a listener; it must not block. */
    public void addListener(Consumer<Change> listener) {
        listeners.add(listener);
    }

    private void tell(boolean news, Change change) {
        if (news && isCaughtUp()) {
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
