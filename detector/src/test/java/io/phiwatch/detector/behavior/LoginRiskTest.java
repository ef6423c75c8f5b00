package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The formula of Freeman et al. by hand, over a tenant of 4 accounts and 100 logins: 80 from operator 1 and 20 from operator
 * 2, 90 with device 7 and 10 with device 8. The account made 20 of them, all from operator 1, 19 with device 7 and one with
 * device 8.
 */
class LoginRiskTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    private final LoginPopulation all = new LoginPopulation();
    private final Map<LoginFeature, ValueCounts> own = new EnumMap<>(LoginFeature.class);

    LoginRiskTest() {
        for (int i = 0; i < 100; i++) {
            Map<String, Long> features = new HashMap<>();
            features.put("ASN", i < 80 ? 1L : 2L);
            features.put("DEVICE", i % 10 == 0 ? 8L : 7L);
            all.add(new LoginPopulation.Seen(i, features, i < 4, -1));
        }
        for (int i = 0; i < 20; i++) {
            count(LoginFeature.ASN, 1);
            count(LoginFeature.DEVICE, i == 0 ? 8 : 7);
        }
    }

    private void count(LoginFeature feature, long value) {
        own.computeIfAbsent(feature, it -> new ValueCounts()).add(value, 16);
    }

    @Test
    void aLoginAsEver() {
        // p(asn 1) = 80/101, p(asn 1|u) = 20/21, one operator being unseen; p(device 7) = 90/101, p(device 7|u) =
        // 19/21,
        // since the account knows both and M is at least one; 1/U = 1/4, n_u/N = 20/100
        double expected = (80 / 101.0) / (20 / 21.0) * (90 / 101.0) / (19 / 21.0) * (1 / 4.0) / (20 / 100.0);

        assertThat(score(Map.of(LoginFeature.ASN, 1L, LoginFeature.DEVICE, 7L))).isCloseTo(expected, CLOSE);
        assertThat(expected).isCloseTo(1.0235, within(5e-4));
    }

    @Test
    void aNewOperatorAndASeldomDevice() {
        // p(asn 2|u) = 1/(20 + 1), p(device 8) = 10/101, p(device 8|u) = 1/21
        double expected = (20 / 101.0) / (1 / 21.0) * (10 / 101.0) / (1 / 21.0) * 1.25;

        assertThat(score(Map.of(LoginFeature.ASN, 2L, LoginFeature.DEVICE, 8L))).isCloseTo(expected, CLOSE);
        assertThat(expected).isCloseTo(10.8078, within(5e-3));
    }

    @Test
    void whatNobodyEverUsedCountsAsOneUnseenValue() {
        double expected = (1 / 101.0) / (1 / 21.0) * 1.25;

        assertThat(score(Map.of(LoginFeature.ASN, 99L))).isCloseTo(expected, CLOSE);
    }

    @Test
    void partsOfAGroupAreInterpolated() {
        // the country is not known to the tenant: 0.3 and 0.1 are the weights of operator and country
        double anybody = 0.3 * 80 / 101.0 + 0.1 * 1 / 1.0;
        double owner = 0.3 * 20 / 21.0 + 0.1 * 1 / 1.0;

        assertThat(score(Map.of(LoginFeature.ASN, 1L, LoginFeature.COUNTRY, 5L)))
                .isCloseTo(anybody / owner * 1.25, CLOSE);
    }

    @Test
    void whatALoginDoesNotTellChangesNothing() {
        assertThat(score(Map.of())).isCloseTo(1.25, CLOSE);
    }

    private double score(Map<LoginFeature, Long> login) {
        return LoginRisk.of(login, own, 20, all);
    }
}
