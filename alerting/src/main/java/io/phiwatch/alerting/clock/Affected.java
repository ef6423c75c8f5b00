package io.phiwatch.alerting.clock;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Affected people by where they live.
 *
 * @param residents people by ISO 3166 code: a country, or a country and its part such as {@code US-CA}
 * @param unknown people of whom nobody knows where they live
 */
public record Affected(Map<String, Long> residents, long unknown) {
    /** Key of people of unknown residence. */
    public static final String UNKNOWN = "unknown";

    public Affected {
        residents = Map.copyOf(residents);
    }

    /**
     * What is known of an incident.
     *
     * @param counted people by code and {@link #UNKNOWN}, as somebody counted them; empty where nobody has
     * @param atLeast people that alerts counted: those beyond the ones counted are of unknown residence
     */
    public static Affected of(Map<String, Long> counted, long atLeast) {
        Map<String, Long> residents = new TreeMap<>(counted);
        Long unknown = residents.remove(UNKNOWN);
        long known = residents.values().stream().mapToLong(Long::longValue).sum();
        // Who has seen nobody counted yet reckons with somebody.
        long total = Math.max(atLeast, counted.isEmpty() ? 1 : 0);
        return new Affected(residents, Math.max(unknown == null ? 0 : unknown, total - known));
    }

    /** All of them. */
    public long total() {
        return known(residents.keySet()) + unknown;
    }

    /**
     * People who live, or may live, in these places.
     *
     * @param places codes; a country stands for all its parts
     * @param home countries in which people of unknown residence may live
     */
    long in(List<String> places, Set<String> home) {
        boolean isHome = places.stream().anyMatch(place -> home.contains(country(place)));
        long known = known(residents.keySet().stream()
                .filter(code -> places.stream()
                        .anyMatch(place -> code.equals(place) || country(code).equals(place)))
                .toList());
        return known + (isHome ? unknown : 0);
    }

    /** People in the place that has most of them, where those of unknown residence may all live there. */
    long inLargest() {
        return residents.values().stream().mapToLong(Long::longValue).max().orElse(0) + unknown;
    }

    /** Code of a place as a table has it: two letters are a state of the USA, a country is written with its part. */
    public static String code(String state) {
        String code = state.strip().toUpperCase(Locale.ROOT);
        if (code.isEmpty()) {
            return UNKNOWN;
        }
        return code.length() == 2 ? "US-" + code : code;
    }

    private long known(Iterable<String> codes) {
        long sum = 0;
        for (String code : codes) {
            sum += residents.getOrDefault(code, 0L);
        }
        return sum;
    }

    private static String country(String code) {
        int dash = code.indexOf('-');
        return dash < 0 ? code : code.substring(0, dash);
    }
}
