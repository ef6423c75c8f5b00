package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.device.UserAgents;
import io.phiwatch.ingest.geo.Countries;
import io.phiwatch.ingest.geo.NetworkKinds;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.geo.SystemNumbers;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.normalise.Enrichment;
import io.phiwatch.ingest.normalise.Normaliser;
import io.phiwatch.ingest.normalise.Scanner;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.ingest.publish.Heartbeats;
import io.phiwatch.ingest.publish.ProducerProperties;
import io.phiwatch.ingest.publish.Publisher;
import io.phiwatch.ingest.publish.Records;
import io.phiwatch.ingest.publish.Ticker;
import io.phiwatch.ingest.pull.Fed;
import io.phiwatch.ingest.pull.Pulls;
import io.phiwatch.ingest.pull.StateFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running ingest: the receivers, the producer behind them, and the clock that it writes into the log. */
public final class Ingest implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ingest.class);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final IngestConfig config;
    private final Map<String, Adapter> adapters;
    private final Feeds feeds;
    private final Receivers receivers;
    private final Ticker ticker;
    private final Pulls pulls;
    private final Edge edge;

    private Ingest(
            IngestConfig config,
            Map<String, Adapter> adapters,
            Feeds feeds,
            Receivers receivers,
            Ticker ticker,
            Pulls pulls,
            Edge edge) {
        this.config = config;
        this.adapters = adapters;
        this.feeds = feeds;
        this.receivers = receivers;
        this.ticker = ticker;
        this.pulls = pulls;
        this.edge = edge;
    }

    /**
     * Starts ingest.
     *
     * @throws IngestConfigException if the configuration has faults; the message lists all of them
     * @throws io.phiwatch.ingest.privacy.KeysetException if a key is missing
     */
    public static Ingest start(IngestConfig config, List<Adapter> adapters, Scanner scanner, IngestRuntime runtime) {
        return start(
                config, adapters, scanner, runtime, () -> new KafkaProducer<>(ProducerProperties.of(runtime.kafka())));
    }

    static Ingest start(
            IngestConfig config,
            List<Adapter> adapters,
            Scanner scanner,
            IngestRuntime runtime,
            Supplier<Producer<String, byte[]>> producers) {
        Map<String, Adapter> byPlatform =
                adapters.stream().collect(Collectors.toMap(Adapter::platform, Function.identity()));
        check(config, byPlatform);
        Keysets keys = Keysets.open(
                new KeyFiles(config.privacy().keys(), config.privacy().kms()),
                config.privacy().createKeys());
        Normaliser normaliser = new Normaliser(
                keys.tokens(), scanner, enrichment(config), config.privacy().staff());
        Sealer sealer = keys.sealer(runtime.topics().sealed().name());
        Producer<String, byte[]> producer = producers.get();
        try {
            return wire(config, byPlatform, runtime, new Edge(normaliser, sealer, producer));
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static void check(IngestConfig config, Map<String, Adapter> adapters) {
        List<String> faults = new ArrayList<>(config.faults(adapters.keySet()));
        faults.addAll(adapterFaults(config.sources().all(), adapters));
        if (!faults.isEmpty()) {
            throw new IngestConfigException(faults);
        }
    }

    private static List<String> adapterFaults(List<Source> sources, Map<String, Adapter> adapters) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            String path = "sources[" + i + "].";
            Adapter adapter = adapters.get(sources.get(i).platform());
            if (adapter != null) {
                adapter.faults(sources.get(i)).forEach(fault -> faults.add(path + fault));
            }
        }
        return faults;
    }

    private static Ingest wire(IngestConfig config, Map<String, Adapter> adapters, IngestRuntime runtime, Edge edge) {
        Records records = new Records(runtime.serdes());
        Feeds feeds = new Feeds(feeds(config, adapters, edge.sealer));
        Heartbeats heartbeats = new Heartbeats(feeds::sources, runtime.registry());
        Publisher publisher = new Publisher(edge.producer, records, runtime.topics(), edge.sealer);
        Intake intake = new Intake(edge.normaliser, publisher, heartbeats, runtime.clock());
        String origin = "ingest-" + UUID.randomUUID().toString().substring(0, 8);
        Ticker ticker = new Ticker(
                edge.producer, records, runtime.topics(), new Ticker.Pulse(heartbeats, runtime.clock(), origin));
        Receivers receivers = Receivers.start(config, feeds, intake, runtime, ticker);
        ticker.start();
        Pulls pulls = new Pulls(
                config.state(),
                pull -> fed(feeds.find(pull.sourceId()).orElseThrow(), intake),
                new Pulls.World(edge.sealer, runtime.clock(), runtime.registry()));
        pulls.replace(config.sources().pulls());
        LOGGER.atInfo()
                .addKeyValue("port", receivers.httpPort())
                .addKeyValue("sources", feeds.all().size())
                .log("ingest listens");
        return new Ingest(config, adapters, feeds, receivers, ticker, pulls, edge);
    }

    private static List<Feed> feeds(IngestConfig config, Map<String, Adapter> adapters, Sealer sealer) {
        return config.sources().all().stream()
                .map(source -> new Feed(
                        source,
                        Objects.requireNonNull(adapters.get(source.platform()))
                                .remembering(StateFile.ofAdapter(config.state(), source, sealer)),
                        config.sources().inletOf(source)))
                .toList();
    }

    private static Fed fed(Feed feed, Intake intake) {
        return new Fed(
                feed.source(),
                feed.adapter(),
                (source, adapter, delivery) -> intake.take(new Feed(source, adapter, feed.inlet()), delivery));
    }

    static Enrichment enrichment(IngestConfig config) {
        Path countries = config.databases().country();
        Path systems = config.databases().asn();
        return new Enrichment(
                Networks.of(config.networks()),
                countries == null ? Countries.bundled() : Countries.of(countries),
                systems == null ? SystemNumbers.bundled() : SystemNumbers.of(systems),
                NetworkKinds.of(config.databases().networks()),
                new UserAgents(),
                Destinations.of(config.destinations(), Trackers.bundled()));
    }

    private record Edge(Normaliser normaliser, Sealer sealer, Producer<String, byte[]> producer) {}

    /** Port of HTTP. */
    public int port() {
        return receivers.httpPort();
    }

    /** Ports of the syslog listeners by name. */
    public Map<String, Integer> syslogPorts() {
        return receivers.syslogPorts();
    }

    /**
     * Takes these sources from now on: new ones, other secrets, other ways in, other fetches. Deliveries that are being
     * read finish as they began.
     *
     * @throws IngestConfigException if they have faults; then all stays as it was
     */
    public void update(IngestConfig.Sources sources) {
        check(config.with(sources), adapters);
        feeds.replace(feeds(config.with(sources), adapters, edge.sealer));
        pulls.replace(sources.pulls());
    }

    /** Writes the clock into the log at once; for the owner of a simulated clock. */
    public void tick() {
        ticker.tickNow();
    }

    /** Stops to listen, then waits for what is on its way. */
    @Override
    public void close() {
        receivers.close();
        pulls.close();
        ticker.close();
        edge.producer.close(LAST_WRITES);
    }
}
