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
 */
public record LoginFacts(
        long count,
        @Nullable Double distanceKm,
        @Nullable Double speedKmh,
        @Nullable Boolean isNewCountry,
        @Nullable Boolean isNewBorder,
        @Nullable Boolean isNewDevice,
        @Nullable NetworkKind previousNetwork) {}
