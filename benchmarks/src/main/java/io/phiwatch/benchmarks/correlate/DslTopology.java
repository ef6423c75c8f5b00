package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The three rules in the DSL of Kafka Streams: sliding windows and a join. Events are keyed by actor already, so nothing
 * is partitioned anew. Writes rule and actor as the key of a record whose time is that of the firing.
 */
final class DslTopology {
    static final char SEPARATOR = '/';

    private static final Serde<String> TEXT = Serdes.String();
    private static final String COMMA = ",";

    private final List<String> input;
    private final String output;
    private final Serde<SpecificRecord> events;
    private final Thresholds thresholds;

    DslTopology(List<String> input, String output, Serde<SpecificRecord> events, Thresholds thresholds) {
        this.input = input;
        this.output = output;
        this.events = events;
        this.thresholds = thresholds;
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, AccessEvent> access = builder.stream(
                        input,
                        Consumed.with(TEXT, events)
                                .withTimestampExtractor(
                                        (record, partitionTime) -> eventTime(record.value(), record.timestamp()))
                                .withName("read-access"))
                .filter((actor, record) -> record instanceof AccessEvent, Named.as("leave-ticks-out"))
                .mapValues(AccessEvent.class::cast, Named.as("cast"));
        KGroupedStream<String, String> reads =
                of(access, Kind.READ).groupByKey(Grouped.with("reads-by-actor", TEXT, TEXT));
        count(reads);
        distinct(reads);
        ordered(of(access, Kind.FAILED_LOGIN), of(access, Kind.EXPORT));
        return builder.build();
    }

    private static long eventTime(Object value, long otherwise) {
        return value instanceof AccessEvent event ? event.getEventTime().toEpochMilli() : otherwise;
    }

    private static KStream<String, String> of(KStream<String, AccessEvent> access, Kind kind) {
        return access.filter(
                        (actor, event) -> event.getAction() == PhiwatchRules.action(kind)
                                && (kind != Kind.FAILED_LOGIN || event.getOutcome() == Outcome.failure),
                        Named.as("only-" + kind.name()))
                .mapValues(event -> event.getPatients().getFirst(), Named.as("patient-of-" + kind.name()));
    }

    private void count(KGroupedStream<String, String> reads) {
        KStream<Windowed<String>, Long> counts = reads.windowedBy(windows(Correlation.COUNT))
                .count(Named.as("count"), DslTopology.<Long>store("counts", Correlation.COUNT, Serdes.Long()))
                .toStream(Named.as("counted"));
        write(
                counts.filter((window, count) -> count >= thresholds.reads(), Named.as("enough-reads")),
                Correlation.COUNT);
    }

    private void distinct(KGroupedStream<String, String> reads) {
        KStream<Windowed<String>, String> sets = reads.windowedBy(windows(Correlation.DISTINCT))
                .aggregate(
                        () -> "",
                        (actor, patient, known) -> with(known, patient),
                        Named.as("collect"),
                        DslTopology.<String>store("patients", Correlation.DISTINCT, TEXT))
                .toStream(Named.as("collected"));
        write(
                sets.filter(
                        (window, patients) -> patients.split(COMMA).length >= thresholds.patients(),
                        Named.as("enough-patients")),
                Correlation.DISTINCT);
    }

    /** A set as text, in order. */
    private static String with(String known, String patient) {
        if (known.isEmpty()) {
            return patient;
        }
        TreeSet<String> patients = new TreeSet<>(Arrays.asList(known.split(COMMA)));
        return patients.add(patient) ? String.join(COMMA, patients) : known;
    }

    private void ordered(KStream<String, String> failedLogins, KStream<String, String> exports) {
        JoinWindows after = JoinWindows.ofTimeDifferenceAndGrace(Correlation.ORDERED.timespan(), Load.MAX_DELAY)
                .before(Duration.ZERO);
        failedLogins
                .join(
                        exports,
                        (login, export) -> "",
                        after,
                        StreamJoined.with(TEXT, TEXT, TEXT).withName("then").withStoreName("then"))
                .selectKey((actor, nothing) -> key(Correlation.ORDERED, actor), Named.as("name-ordered"))
                .to(output, Produced.with(TEXT, TEXT).withName("write-ordered"));
    }

    private <V> void write(KStream<Windowed<String>, V> firings, Correlation rule) {
        firings.map((window, measure) -> KeyValue.pair(key(rule, window.key()), ""), Named.as("name-" + rule.name()))
                .to(output, Produced.with(TEXT, TEXT).withName("write-" + rule.name()));
    }

    private static String key(Correlation rule, String actor) {
        return rule.name() + SEPARATOR + actor;
    }

    private static SlidingWindows windows(Correlation rule) {
        return SlidingWindows.ofTimeDifferenceAndGrace(rule.timespan(), Load.MAX_DELAY);
    }

    private static <V> Materialized<String, V, WindowStore<Bytes, byte[]>> store(
            String name, Correlation rule, Serde<V> values) {
        return Materialized.<String, V, WindowStore<Bytes, byte[]>>as(name)
                .withKeySerde(TEXT)
                .withValueSerde(values)
                .withRetention(rule.timespan().multipliedBy(2).plus(Load.MAX_DELAY));
    }
}
