package io.phiwatch.detector.behavior;

import java.util.List;
import java.util.Map;

/**
 * How likely it is that somebody else logs in, relative to its being the account's owner: Freeman, Jain, Dürmuth, Biggio
 * and Giacinto, "Who Are You? A Statistical Approach to Measuring User Authenticity", NDSS 2016:
 *
 * <pre>
 *  S = p(x_1)/p(x_1|u) · … · p(x_k)/p(x_k|u) · (1/U) / (n_u/N)
 * </pre>
 *
 * <p>x are the features, p(x) their probability over all accounts, p(x|u) that in the history of the account; U accounts
 * made N logins, n_u of them this one. An attacker is taken to try every account alike. Parts of a feature are
 * interpolated: p = Σ w_j·p(x_j), over the parts that are known. Probabilities are smoothed, see {@link ValueCounts}; how
 * many values an account has not used is what the tenant knows beyond them, and the tenant is taken to lack one.
 */
final class LoginRisk {
    /** Fewer say nothing. */
    static final int LEAST_LOGINS = 10;

    private static final List<List<LoginFeature>> GROUPS = List.of(LoginFeature.NETWORK, LoginFeature.CLIENT);

    private LoginRisk() {}

    /**
     * The score; the higher, the likelier somebody else.
     *
     * @param login what it has
     * @param own what the logins of the account before it had
     * @param logins how many those are, at least one
     */
    static double of(
            Map<LoginFeature, Long> login, Map<LoginFeature, ValueCounts> own, long logins, LoginPopulation all) {
        double score = (1.0 / all.users()) / (logins / (double) all.logins());
        for (List<LoginFeature> group : GROUPS) {
            double anybody = 0;
            double owner = 0;
            for (LoginFeature feature : group) {
                Long value = login.get(feature);
                if (value != null) {
                    ValueCounts known = own.getOrDefault(feature, ValueCounts.NONE);
                    long unseen = Math.max(1, all.of(feature).distinct() - known.distinct());
                    anybody += feature.weight() * all.of(feature).probability(value, 1);
                    owner += feature.weight() * known.probability(value, unseen);
                }
            }
            score *= owner == 0 ? 1 : anybody / owner;
        }
        return score;
    }
}
