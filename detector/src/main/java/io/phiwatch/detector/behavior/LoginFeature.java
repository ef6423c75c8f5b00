package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.AccessEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login is told from others by. Weights within the two groups, network and client, are those of Freeman et al. as
 * implemented by the das-group: address 0.6, system 0.3, country 0.1; user agent 0.539, browser 0.268, operating system
 * 0.188, device 0.005. Where they take the address we take its network, and the family of browser and system is one.
 */
enum LoginFeature {
    PREFIX(0.6),
    ASN(0.3),
    COUNTRY(0.1),
    DEVICE(0.539),
    AGENT(0.461);

    static final List<LoginFeature> NETWORK = List.of(PREFIX, ASN, COUNTRY);
    static final List<LoginFeature> CLIENT = List.of(DEVICE, AGENT);

    private final double weight;

    LoginFeature(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }

    /** What a login has, as hashes; what it doesn't tell is left out. */
    static Map<LoginFeature, Long> of(AccessEvent login) {
        Map<LoginFeature, Long> features = new EnumMap<>(LoginFeature.class);
        put(features, PREFIX, login.getClientPrefix());
        Long asn = login.getClientAsn();
        put(features, ASN, asn == null ? null : asn.toString());
        put(features, COUNTRY, login.getClientCountry());
        put(features, DEVICE, login.getClientDevice());
        put(features, AGENT, login.getClientAgent());
        return features;
    }

    private static void put(Map<LoginFeature, Long> features, LoginFeature feature, @Nullable String value) {
        if (value != null) {
            features.put(feature, Digests.shortOf(value));
        }
    }
}
