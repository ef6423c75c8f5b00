package io.phiwatch.drills.population;

import java.util.List;

/** Where people connect from: routable addresses, so that a country can be looked up. They are never contacted. */
public final class Networks {
    /** Households of large internet providers in the United States. */
    private static final List<String> US_HOMES =
            List.of("24.60", "24.130", "67.160", "68.80", "69.140", "71.190", "73.15", "73.170", "76.100", "98.200");

    /** Rented servers in the United States. */
    private static final List<String> US_HOSTING = List.of("104.131", "45.55");

    /** Households of a large internet provider in Germany. */
    private static final List<String> GERMAN_HOMES = List.of("87.128", "91.10", "217.80");

    private Networks() {}

    /** First three octets of a household's network, with the dot behind them. */
    public static String usHome(Draw draw) {
        return network(US_HOMES, draw);
    }

    public static String usHostingAddress(Draw draw) {
        return network(US_HOSTING, draw) + host(draw);
    }

    public static String germanAddress(Draw draw) {
        return network(GERMAN_HOMES, draw) + host(draw);
    }

    /** Last octet of a host. */
    public static int host(Draw draw) {
        return draw.between(2, 253);
    }

    private static String network(List<String> blocks, Draw draw) {
        return draw.pick(blocks) + "." + draw.between(1, 250) + ".";
    }
}
