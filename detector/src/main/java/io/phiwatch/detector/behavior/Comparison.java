package io.phiwatch.detector.behavior;

import io.phiwatch.detector.sigma.Profile;
import org.jspecify.annotations.Nullable;

/**
 * How a subject does in a period, compared with what is usual. What is not known is null.
 *
 * @param value of the period so far
 * @param own what is usual for the subject; null while that is being learnt
 * @param peers what is usual for those who do the same work; null where too little is known of them
 * @param share of the value in that of another profile
 * @param past of sources only
 */
public record Comparison(
        Profile profile,
        double value,
        @Nullable Usual own,
        @Nullable Peers peers,
        @Nullable Double share,
        @Nullable Past past) {
    /**
     * What is usual for peers.
     *
     * @param count how many they are
     */
    public record Peers(long count, Usual usual) {}

    /**
     * What a source did before.
     *
     * @param last value of the latest closed period
     * @param usual what was usual at its time; null while learning
     * @param silence seconds since the latest event; null where there was none, or it isn't told
     * @param silenceProbability of so long a silence, at these hours; null while learning
     */
    public record Past(
            @Nullable Double last,
            @Nullable Usual usual,
            @Nullable Double silence,
            @Nullable Double silenceProbability) {}

    /** A field of {@link Profile#FIELDS}; null where it is not known. */
    public @Nullable Object field(String name) {
        Usual usual = own != null ? own : peers == null ? null : peers.usual;
        return switch (name) {
            case "value" -> value;
            case "median" -> usual == null ? null : usual.median();
            case "mad" -> usual == null ? null : usual.mad();
            case "score" -> score(value, usual);
            case "peers" -> peers == null ? null : peers.count;
            case "peer_median" -> peers == null ? null : peers.usual.median();
            case "peer_mad" -> peers == null ? null : peers.usual.mad();
            case "peer_score" -> score(value, peers == null ? null : peers.usual);
            case "learning" -> own == null;
            case "over_ceiling" -> overCeiling();
            case "share" -> share;
            default -> past == null ? null : ofPast(past, name);
        };
    }

    private @Nullable Object ofPast(Past known, String name) {
        return switch (name) {
            case "last" -> known.last;
            case "last_score" -> known.last == null ? null : score(known.last, known.usual);
            case "silence" -> known.silence;
            case "silence_probability" -> known.silenceProbability;
            default -> null;
        };
    }

    private @Nullable Object overCeiling() {
        Double ceiling = profile.limits().ceiling();
        return ceiling == null ? null : Boolean.valueOf(value > ceiling);
    }

    private @Nullable Object score(double measured, @Nullable Usual usual) {
        return usual == null
                ? null
                : (Object) usual.score(measured, profile.limits().floor(), profile.isCount());
    }
}
