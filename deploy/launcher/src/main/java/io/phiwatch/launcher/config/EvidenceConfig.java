package io.phiwatch.launcher.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How evidence is signed. Keys are PEM texts, or names of files that hold one.
 *
 * @param signingKey signs heads and exports; empty takes the one among the keysets
 * @param publicKeys by which they are checked, old ones included; empty takes the one among the keysets
 * @param headEvery shortest time between two signed heads
 * @param targets where heads are carried to, outside of the trust domain
 */
public record EvidenceConfig(
        Optional<String> signingKey, List<String> publicKeys, Duration headEvery, List<Target> targets) {
    private static final Duration DEFAULT_EVERY = Duration.ofSeconds(5);

    public EvidenceConfig {
        publicKeys = List.copyOf(publicKeys);
        targets = List.copyOf(targets);
    }

    /** Kinds of target. */
    public enum Kind {
        file,
        webhook,
        topic
    }

    /**
     * A target.
     *
     * @param place path, address or name of the topic
     * @param secret key of a webhook's signature; empty for the others
     * @param kafka client settings of the other cluster; empty for the others
     */
    public record Target(Kind kind, String place, String secret, Map<String, String> kafka) {
        public Target {
            kafka = Map.copyOf(kafka);
        }

        /** Everything but the place, the secret and the settings. */
        @Override
        public String toString() {
            return "Target[kind=" + kind + "]";
        }
    }

    /** Everything but the keys. */
    @Override
    public String toString() {
        return "EvidenceConfig[headEvery=" + headEvery + ", targets=" + targets + "]";
    }

    static EvidenceConfig read(Section evidence) {
        EvidenceConfig config = new EvidenceConfig(
                evidence.optional("signing_key"),
                evidence.texts("public_keys"),
                evidence.duration("head_every", DEFAULT_EVERY),
                evidence.sections("heads").stream().map(EvidenceConfig::target).toList());
        evidence.rejectUnknown();
        return config;
    }

    private static Target target(Section section) {
        Kind kind = section.choice("kind", Kind.file, Kind.class);
        Section kafka = section.section("kafka");
        Target target = switch (kind) {
            case file -> new Target(kind, section.required("path"), "", Map.of());
            case webhook -> new Target(kind, section.required("url"), section.required("secret"), Map.of());
            case topic -> new Target(kind, section.required("name"), "", kafka.passthrough());
        };
        section.rejectUnknown();
        return target;
    }
}
