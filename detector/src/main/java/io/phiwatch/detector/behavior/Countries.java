package io.phiwatch.detector.behavior;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where countries are, roughly: a centre, a radius, and which countries they border by land. Immutable.
 *
 * <p>A country stands for a disc of its area around its centre, so a distance is the great circle between the centres less
 * both radii, never below zero: meant as a lower bound, so that speed is never overstated. Long countries (Chile, Norway)
 * reach beyond their disc; that is why rules also ask that two countries have no border.
 */
public final class Countries {
    private static final String RESOURCE = "countries.csv";
    private static final double EARTH_RADIUS_KM = 6371;

    private final Map<String, Country> byCode;

    private record Country(double latitude, double longitude, double radiusKm, Set<String> neighbours) {}

    private Countries(Map<String, Country> byCode) {
        this.byCode = Map.copyOf(byCode);
    }

    /** The countries that ship with the detector. */
    public static Countries load() {
        try (InputStream in = Optional.ofNullable(Countries.class.getResourceAsStream(RESOURCE))
                        .orElseThrow(() -> new IllegalStateException(RESOURCE + " is missing from the jar"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Country> byCode = new HashMap<>();
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> byCode.put(cells[0], parse(cells)));
            return new Countries(byCode);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    private static Country parse(String[] cells) {
        double areaKm2 = Double.parseDouble(cells[3]);
        return new Country(
                Double.parseDouble(cells[1]),
                Double.parseDouble(cells[2]),
                Math.sqrt(areaKm2 / Math.PI),
                cells[4].isEmpty() ? Set.of() : Set.of(cells[4].split(" ")));
    }

    /** Codes of the countries known: ISO 3166-1 alpha-2. */
    public Set<String> codes() {
        return byCode.keySet();
    }

    /** A lower bound on the way between two countries; null where one of them is not known. */
    public @Nullable Double distanceKm(@Nullable String from, @Nullable String to) {
        Country one = known(from);
        Country other = known(to);
        if (one == null || other == null) {
            return null;
        }
        return one.equals(other) ? 0.0 : Math.max(0, greatCircleKm(one, other) - one.radiusKm() - other.radiusKm());
    }

    /** Whether these are two countries without a common land border; null where one of them is not known. */
    public @Nullable Boolean isBeyondBorder(@Nullable String from, @Nullable String to) {
        Country one = known(from);
        Country other = known(to);
        if (one == null || other == null || to == null) {
            return null;
        }
        return !one.equals(other) && !one.neighbours().contains(to);
    }

    Set<String> neighbours(String code) {
        Country country = byCode.get(code);
        return country == null ? Set.of() : country.neighbours();
    }

    private @Nullable Country known(@Nullable String code) {
        return code == null ? null : byCode.get(code);
    }

    /** By the haversine formula on a sphere. */
    private static double greatCircleKm(Country one, Country other) {
        double latitude = Math.toRadians(other.latitude() - one.latitude());
        double longitude = Math.toRadians(other.longitude() - one.longitude());
        double a = square(Math.sin(latitude / 2))
                + Math.cos(Math.toRadians(one.latitude()))
                        * Math.cos(Math.toRadians(other.latitude()))
                        * square(Math.sin(longitude / 2));
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    private static double square(double value) {
        return value * value;
    }
}
