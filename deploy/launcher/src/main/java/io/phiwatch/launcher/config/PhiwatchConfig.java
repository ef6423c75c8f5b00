package io.phiwatch.launcher.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.alerting.console.access.TokenHolder;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.IngestConfig.Databases;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.phi.SitePattern;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.schema.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration. {@code config/reference.yaml} shows every key with its default.
 *
 * @param embeddedPort port of the embedded broker
 * @param kafka client settings handed on as they are; without {@code bootstrap.servers} a broker is embedded
 * @param registry address of a schema registry; empty uses the bundled schemas
 * @param keysDirectory folder of the keysets; empty takes {@code keys} in the data folder
 * @param keysKms address of the key in a KMS that wraps the keysets; empty keeps them in the clear
 * @param users who has an API token beside the administrator
 * @param sitePatterns numbers of the site's own that the PHI scanner looks for
 * @param ingest the HTTP receiver of ingest
 * @param syslog its syslog listeners
 * @param inlets ways that sources come in by, beside signed HTTP, by id of the source
 * @param secretsFiles files with the secrets of sources, which {@code sources rotate} writes, by id of the source
 * @param networks names of networks and their CIDR blocks
 * @param geo MMDB files; the bundled ones where none are named
 * @param destinations domains by what they are to the tenant
 * @param pulls how the deliveries of some of the sources are fetched
 * @param rules who may change rules
 * @param evidence how evidence is signed, and where its heads go
 * @param exceptionsNeedApproval whether an exception holds only once another person has approved it
 * @param maxDelay the largest {@code max_delay} of any source: how long windows stay open for late events
 * @param maxGroups how many groups of one tenant and correlation each task of the detector remembers
 * @param pages who is paged, how and when
 * @param duties clocks and playbooks
 */
public record PhiwatchConfig(
        Map<String, String> kafka,
        int embeddedPort,
        String topicPrefix,
        int partitions,
        Optional<Short> replication,
        Optional<URI> registry,
        Optional<Path> keysDirectory,
        Optional<URI> keysKms,
        HttpConfig ingest,
        List<SyslogListener> syslog,
        Endpoint console,
        Optional<URI> consoleUrl,
        List<TokenHolder> users,
        Optional<Integer> metricsPort,
        StaffPrivacy staffPrivacy,
        List<SitePattern> sitePatterns,
        Map<String, List<String>> networks,
        Databases geo,
        Map<String, List<String>> destinations,
        List<Source> sources,
        Map<String, Inlet> inlets,
        Map<String, Path> secretsFiles,
        List<Pull> pulls,
        RulesConfig rules,
        EvidenceConfig evidence,
        boolean exceptionsNeedApproval,
        Duration maxDelay,
        int maxGroups,
        PagesConfig pages,
        DutiesConfig duties) {
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_PORTS = 65_535;

    public PhiwatchConfig {
        kafka = Map.copyOf(kafka);
        networks = Map.copyOf(networks);
        destinations = Map.copyOf(destinations);
        sitePatterns = List.copyOf(sitePatterns);
        syslog = List.copyOf(syslog);
        sources = List.copyOf(sources);
        inlets = Map.copyOf(inlets);
        secretsFiles = Map.copyOf(secretsFiles);
        pulls = List.copyOf(pulls);
        users = List.copyOf(users);
    }

    /** Whether the login names of staff stay clear, so that responders can act on them. */
    public enum StaffPrivacy {
        clear,
        token
    }

    /** The same with other sources, which nobody has to fetch. */
    public PhiwatchConfig withSources(List<Source> others) {
        return new PhiwatchConfig(
                kafka,
                embeddedPort,
                topicPrefix,
                partitions,
                replication,
                registry,
                keysDirectory,
                keysKms,
                ingest,
                syslog,
                console,
                consoleUrl,
                users,
                metricsPort,
                staffPrivacy,
                sitePatterns,
                networks,
                geo,
                destinations,
                others,
                inlets,
                secretsFiles,
                List.of(),
                rules,
                evidence,
                exceptionsNeedApproval,
                longestDelay(others),
                maxGroups,
                pages,
                duties);
    }

    /**
     * Who may change rules. Keys are PEM texts, or names of files that hold one.
     *
     * @param signingKey what {@code rules push} signs with; empty takes the one among the keysets
     * @param trustedKeys whose rules detectors take; empty takes the one among the keysets
     * @param requireApproval whether somebody else has to have approved a change
     */
    public record RulesConfig(Optional<String> signingKey, List<String> trustedKeys, boolean requireApproval) {
        public RulesConfig {
            trustedKeys = List.copyOf(trustedKeys);
        }

        /** Everything but the keys. */
        @Override
        public String toString() {
            return "RulesConfig[requireApproval=" + requireApproval + "]";
        }
    }

    /** Where a role listens; port 0 takes a free one. */
    public record Endpoint(String host, int port) {}

    /**
     * Reads a tree.
     *
     * @throws ConfigException with every fault
     */
    static PhiwatchConfig of(JsonNode tree) {
        List<String> faults = new ArrayList<>();
        PhiwatchConfig config = read(Section.root(tree, faults));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private static PhiwatchConfig read(Section root) {
        Section kafka = root.section("kafka");
        Section embedded = kafka.section("embedded");
        int embeddedPort = port(embedded, 0);
        embedded.rejectUnknown();
        Section topics = root.section("topics");
        Section ingest = root.section("ingest");
        Section console = root.section("console");
        Section privacy = root.section("privacy");
        Section registry = root.section("registry");
        Section keys = root.section("keys");
        Section metrics = root.section("metrics");
        Section geo = root.section("geo");
        SourceSections.Read read = SourceSections.read(root);
        List<Source> sources = read.sources().all();
        Section rules = root.section("rules");
        Section exceptions = root.section("exceptions");
        Section detector = root.section("detector");
        PhiwatchConfig config = new PhiwatchConfig(
                kafka.passthrough(),
                embeddedPort,
                topics.text("prefix", Topics.DEFAULT_PREFIX),
                topics.integer("partitions", 4, 1, MOST_PARTITIONS),
                topics.optional("replication")
                        .map(text -> (short) topics.integer("replication", 1, 1, Short.MAX_VALUE)),
                registry.optional("url").map(URI::create),
                keys.optional("directory").map(Path::of),
                keys.optional("kms").map(URI::create),
                ReceiverSections.http(ingest, root.texts("trusted_proxies")),
                ReceiverSections.syslog(ingest),
                endpoint(console, 8090),
                console.optional("public_url").map(URI::create),
                console.sections("users").stream()
                        .map(PhiwatchConfig::user)
                        .flatMap(Optional::stream)
                        .toList(),
                metrics.optional("port").map(text -> port(metrics, 0)),
                privacy.choice("staff", StaffPrivacy.clear, StaffPrivacy.class),
                SitePatternSections.read(privacy),
                root.textLists("networks"),
                databases(geo),
                root.textLists("destinations"),
                sources,
                read.sources().inlets(),
                read.secretsFiles(),
                read.sources().pulls(),
                new RulesConfig(
                        rules.optional("signing_key"),
                        rules.texts("trusted_keys"),
                        rules.truth("require_approval", false)),
                EvidenceConfig.read(root.section("evidence")),
                exceptions.truth("require_approval", false),
                detector.duration("max_delay", longestDelay(sources)),
                detector.integer("max_groups", DetectorConfig.DEFAULT_MAX_GROUPS, 1, Integer.MAX_VALUE),
                PageSections.read(root),
                DutiesConfig.read(root));
        List.of(root, topics, ingest, console, privacy, registry, keys, metrics, geo, rules, exceptions, detector)
                .forEach(Section::rejectUnknown);
        return config;
    }

    private static Databases databases(Section geo) {
        return new Databases(
                geo.optional("database").map(Path::of).orElse(null),
                geo.optional("asn_database").map(Path::of).orElse(null),
                geo.texts("network_databases").stream().map(Path::of).toList());
    }

    private static Endpoint endpoint(Section role, int defaultPort) {
        Section http = role.section("http");
        Endpoint endpoint = new Endpoint(http.text("host", "127.0.0.1"), port(http, defaultPort));
        http.rejectUnknown();
        return endpoint;
    }

    static int port(Section section, int otherwise) {
        return section.integer("port", otherwise, 0, MOST_PORTS);
    }

    private static Optional<TokenHolder> user(Section section) {
        String name = section.required("name");
        String role = section.required("role");
        String token = section.required("token");
        Set<String> tenants = Set.copyOf(section.texts("tenants"));
        section.rejectUnknown();
        try {
            return Optional.of(new TokenHolder(name, role, token, tenants));
        } catch (IllegalArgumentException e) {
            section.fault("name", "or role or token cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Duration longestDelay(List<Source> sources) {
        return sources.stream().map(Source::maxDelay).max(Duration::compareTo).orElse(IngestConfig.DEFAULT_MAX_DELAY);
    }
}
