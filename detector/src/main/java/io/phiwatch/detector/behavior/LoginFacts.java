package io.phiwatch.detector.behavior;

import io.phiwatch.schema.NetworkKind;
import org.jspecify.annotations.Nullable;

/**
 * How a login compares with earlier ones of the same actor. What is not known is null, never false.
 *
 * @param count earlier logins
 * @param distanceKm a lower bound on the way from the login before it
 * @param speedKmh a lower bound on the speed of that way
 * @param isNewCountry whether no earlier login came from this country
 * @param isNewBorder whether the login before it came from another country that does not border this one
 * @param isNewDevice whether no earlier login came from this device
 * @param previousNetwork kind of network of the login before it
 * @param isNewAsn whether no earlier login came from this autonomous system
 * @param hourScore share of earlier logins at hours of the week more usual than this one
 * @param risk likelihood ratio of somebody else, see {@link LoginRisk}
 * @param weeklyRank how many {@linkplain #isUnfamiliar unfamiliar} logins of the tenant's staff a week are at least that
 *     risky
 * @param idleDays days since the login before it
 */
public record LoginFacts(
        long count,
        @Nullable Double distanceKm,
        @Nullable Double speedKmh,
        @Nullable Boolean isNewCountry,
        @Nullable Boolean isNewBorder,
        @Nullable Boolean isNewDevice,
        @Nullable NetworkKind previousNetwork,
        @Nullable Boolean isNewAsn,
        @Nullable Double hourScore,
        @Nullable Double risk,
        @Nullable Double weeklyRank,
        @Nullable Double idleDays) {
    /** Facts of travel, country and device alone. */
    public LoginFacts(
            long count,
            @Nullable Double distanceKm,
            @Nullable Double speedKmh,
            @Nullable Boolean isNewCountry,
            @Nullable Boolean isNewBorder,
            @Nullable Boolean isNewDevice,
            @Nullable NetworkKind previousNetwork) {
        this(
                count,
                distanceKm,
                speedKmh,
                isNewCountry,
                isNewBorder,
                isNewDevice,
                previousNetwork,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether neither the place, by country or network operator, nor the device is one of an earlier login. */
    public boolean isUnfamiliar() {
        return isTrue(isNewDevice) && (isTrue(isNewCountry) || isTrue(isNewAsn));
    }

    private static boolean isTrue(@Nullable Boolean fact) {
        return fact != null && fact;
    }
}
