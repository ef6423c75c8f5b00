package io.phiwatch.schema;

import io.phiwatch.schema.Topic.Cleanup;
import io.phiwatch.schema.Topic.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue of topics: the one place that knows their names, types, partitions and retention. Immutable.
 *
 * <p>Retentions: 90 days is the mission's demand on access logs, 400 days cover a SOC 2 Type II period of twelve months,
 * six years are 45 CFR §164.316(b)(2)(i).
 */
public final class Topics {
    /** Prefix of every topic unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "phiwatch.";

    /** Key of the one {@link RulesManifest} on the topic of rules. */
    public static final String MANIFEST_KEY = "manifest";

    private static final Duration SHORT = Duration.ofDays(3);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration ACCESS_RETENTION = Duration.ofDays(90);
    private static final Duration AUDIT_PERIOD = Duration.ofDays(400);
    private static final Duration SIX_YEARS = Duration.ofDays(6 * 366);

    private final String prefix;

    public Topics(String prefix) {
        this.prefix = prefix;
    }

    /** Access events and ticks of one surface. The five topics are co-partitioned. */
    public Topic<SpecificRecord> access(Surface surface) {
        return topic(
                "access." + surface, Partitioning.ACCESS, ACCESS_RETENTION, List.of(AccessEvent.class, Tick.class));
    }

    /** Access topics of all surfaces, in the order of {@link Surface}. */
    public List<Topic<SpecificRecord>> access() {
        return Stream.of(Surface.values()).map(this::access).toList();
    }

    /** What each source delivered, by second. */
    public Topic<Heartbeat> heartbeats() {
        return topic("heartbeats", Partitioning.SINGLE, ACCESS_RETENTION, List.of(Heartbeat.class));
    }

    /** Matches on their way to the correlator, what actors add to what is known of their peers, and ticks. */
    public Topic<SpecificRecord> signals() {
        return topic("signals", Partitioning.SIGNALS, SHORT, List.of(Signal.class, Tick.class, ProfilePart.class));
    }

    /** Alerts about actors on their way back to the task that knows what is usual for the actor, by tenant and actor. */
    public Topic<SpecificRecord> alertedActors() {
        return topic("alerted-actors", Partitioning.ACCESS, SHORT, List.of(ActorAlerted.class));
    }

    /** What is usual for peers and tenants, by tenant, profile and peers. */
    public Topic<ProfileSnapshot> profiles() {
        return new Topic<>(
                prefix + "profiles",
                List.of(ProfileSnapshot.class),
                Partitioning.SINGLE,
                ACCESS_RETENTION,
                Cleanup.COMPACT);
    }

    /** Alerts by entity key. */
    public Topic<Alert> alerts() {
        return topic("alerts", Partitioning.ENTITY, AUDIT_PERIOD, List.of(Alert.class));
    }

    /** Hits of alerts that are already open, by entity key. */
    public Topic<AlertHit> alertHits() {
        return topic("alert-hits", Partitioning.ENTITY, AUDIT_PERIOD, List.of(AlertHit.class));
    }

    /** OCSF 1.8.0 Detection Findings, JSON, by alert id. */
    public Topic<String> alertsOcsf() {
        return topic("alerts.ocsf", Partitioning.ENTITY, MONTH, List.of());
    }

    /** Latest state of each incident, by incident id; never deleted. */
    public Topic<Incident> incidents() {
        return new Topic<>(
                prefix + "incidents", List.of(Incident.class), Partitioning.ENTITY, Duration.ZERO, Cleanup.COMPACT);
    }

    /**
     * Files of rules, by the id of their first rule, and the manifest that says which of them are in force. What is
     * replaced is kept for as long as the events that it judged.
     */
    public Topic<SpecificRecord> rules() {
        return new Topic<>(
                prefix + "rules",
                List.of(RuleRecord.class, RulesManifest.class),
                Partitioning.SINGLE,
                ACCESS_RETENTION,
                Cleanup.COMPACT);
    }

    /**
     * Rows of one reference table, by {@link ReferenceKey}. What is replaced is kept for as long as the events that it
     * judged.
     */
    public Topic<ReferenceRow> reference(ReferenceTable table) {
        return new Topic<>(
                prefix + "reference." + table,
                List.of(ReferenceRow.class),
                table == ReferenceTable.relationships ? Partitioning.ACCESS : Partitioning.SINGLE,
                ACCESS_RETENTION,
                Cleanup.COMPACT);
    }

    /** Topics of all reference tables, in the order of {@link ReferenceTable}. */
    public List<Topic<ReferenceRow>> reference() {
        return Stream.of(ReferenceTable.values()).map(this::reference).toList();
    }

    /** Requests to change incidents, by incident id. */
    public Topic<IncidentCommand> incidentCommands() {
        return topic("incident-commands", Partitioning.ENTITY, AUDIT_PERIOD, List.of(IncidentCommand.class));
    }

    /** What the alerts of incidents saw, by tenant, kind and value: incidents that share one are linked. */
    public Topic<IncidentTrace> incidentTraces() {
        return topic("incident-traces", Partitioning.ENTITY, SHORT, List.of(IncidentTrace.class));
    }

    /** Scoped exceptions, by tenant and id. What is replaced is kept for as long as the alerts that it judged. */
    public Topic<ScopedException> exceptions() {
        return new Topic<>(
                prefix + "exceptions",
                List.of(ScopedException.class),
                Partitioning.SINGLE,
                AUDIT_PERIOD,
                Cleanup.COMPACT);
    }

    /** What exceptions suppressed, by entity key and exception id; never deleted. */
    public Topic<Suppression> suppressions() {
        return new Topic<>(
                prefix + "suppressions",
                List.of(Suppression.class),
                Partitioning.ENTITY,
                Duration.ZERO,
                Cleanup.COMPACT);
    }

    /** Pages that incidents ask for, by incident id. */
    public Topic<Notification> notifications() {
        return topic("notifications", Partitioning.ENTITY, AUDIT_PERIOD, List.of(Notification.class));
    }

    /**
     * What escalation goes by: pages that incidents ask for, and commands that were carried out. A single partition, since
     * a flood is one over all incidents.
     */
    public Topic<SpecificRecord> pageCues() {
        return topic("page-cues", Partitioning.SINGLE, SHORT, List.of(Notification.class, IncidentCommand.class));
    }

    /** Pages to send, one for each receiver, by incident id. */
    public Topic<PageOrder> pages() {
        return topic("pages", Partitioning.ENTITY, AUDIT_PERIOD, List.of(PageOrder.class));
    }

    /** Who is on call instead of whom the rotations say, by id of the override. */
    public Topic<OnCallOverride> onCallOverrides() {
        return new Topic<>(
                prefix + "oncall-overrides",
                List.of(OnCallOverride.class),
                Partitioning.SINGLE,
                AUDIT_PERIOD,
                Cleanup.COMPACT);
    }

    /** Hash-chained evidence, by incident id. */
    public Topic<EvidenceEntry> evidence() {
        return topic("evidence", Partitioning.SINGLE, SIX_YEARS, List.of(EvidenceEntry.class));
    }

    /**
     * The events that evidence rests on and their originals, still sealed, by event id: the topics that they come from keep
     * them for a shorter time. The time of a record is when ingest received the event.
     */
    public Topic<SpecificRecord> evidenceCopies() {
        return topic(
                "evidence-copies", Partitioning.SINGLE, SIX_YEARS, List.of(AccessEvent.class, SealedPayload.class));
    }

    /** Latest root of the Merkle tree over all evidence, not signed; one key. */
    public Topic<TreeRoot> evidenceRoots() {
        return new Topic<>(
                prefix + "evidence-roots",
                List.of(TreeRoot.class),
                Partitioning.SINGLE,
                Duration.ZERO,
                Cleanup.COMPACT);
    }

    /** Signed heads of that tree, by tree size. */
    public Topic<TreeHead> evidenceHeads() {
        return topic("evidence-heads", Partitioning.SINGLE, SIX_YEARS, List.of(TreeHead.class));
    }

    /** Encrypted originals, by event id. */
    public Topic<SealedPayload> sealed() {
        return topic("sealed", Partitioning.ACCESS, MONTH, List.of(SealedPayload.class));
    }

    /** Pointers to deliveries that could not be read, by source id. */
    public Topic<DeadLetter> deadLetters() {
        return topic("dead-letters", Partitioning.SINGLE, MONTH, List.of(DeadLetter.class));
    }

    /** Pointers to events that came later than their source allows, by source id. */
    public Topic<LateEvent> lateEvents() {
        return topic("late-events", Partitioning.SINGLE, MONTH, List.of(LateEvent.class));
    }

    /** Every topic that phiwatch creates. */
    public List<Topic<?>> all() {
        return Stream.of(
                        access().stream(),
                        reference().stream(),
                        Stream.<Topic<?>>of(
                                heartbeats(),
                                rules(),
                                signals(),
                                alertedActors(),
                                profiles(),
                                alerts(),
                                alertHits(),
                                alertsOcsf(),
                                incidents(),
                                incidentCommands(),
                                incidentTraces(),
                                exceptions(),
                                suppressions(),
                                notifications(),
                                pageCues(),
                                pages(),
                                onCallOverrides(),
                                evidence(),
                                evidenceCopies(),
                                evidenceRoots(),
                                evidenceHeads(),
                                sealed(),
                                deadLetters(),
                                lateEvents()))
                .<Topic<?>>flatMap(Function.identity())
                .toList();
    }

    /** The topic of that name, with or without the prefix. */
    public Optional<Topic<?>> named(String name) {
        return all().stream()
                .filter(topic -> topic.name().equals(name) || topic.name().equals(prefix + name))
                .findFirst();
    }

    private <V> Topic<V> topic(
            String name, Partitioning partitioning, Duration retention, List<Class<? extends V>> values) {
        return new Topic<>(prefix + name, values, partitioning, retention, Cleanup.DELETE);
    }
}
