package io.phiwatch.drills.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.drills.Payloads;
import io.phiwatch.drills.Payloads.ChartAccess;
import io.phiwatch.drills.Payloads.Login;
import io.phiwatch.drills.Simulation;
import io.phiwatch.drills.SimulationConfig;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary life, at five times its usual rate, must come nowhere near a threshold. */
class BenignTrafficTest {
    private static final Instant START = Instant.parse("2026-11-20T09:30:00Z");
    /** By seed; made once, because it is much. */
    private static final Map<Long, List<Delivery>> EVERYTHING = new ConcurrentHashMap<>();

    /** Mail addresses, social security numbers, phone numbers. */
    private static final Pattern PHI =
            Pattern.compile("[\\w.]+@[\\w.]+|(?<!\\d)\\d{3}-\\d{2}-\\d{4}(?!\\d)|\\d{3}-555-01\\d\\d|MRN");

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261120})
    void staysFarBelowEveryThreshold(long seed) {
        // When
        List<Delivery> everything = everything(seed);

        // Then
        List<Login> logins = Payloads.logins(everything);
        assertThat(most(
                        logins.stream().filter(login -> !login.success()),
                        Login::username,
                        Login::time,
                        10,
                        List::size))
                .as("failures of one account in 10 minutes")
                .isBetween(1L, 6L);
        List<ChartAccess> accesses = Payloads.chartAccesses(everything);
        assertThat(most(
                        accesses.stream().filter(access -> !access.export()),
                        ChartAccess::actor,
                        ChartAccess::time,
                        10,
                        BenignTrafficTest::distinctPatients))
                .as("patients opened by one actor in 10 minutes")
                .isBetween(2L, 16L);
        assertThat(most(
                        accesses.stream().filter(ChartAccess::export),
                        ChartAccess::actor,
                        ChartAccess::time,
                        60,
                        window -> window.stream()
                                .mapToLong(access -> access.patients().size())
                                .sum()))
                .as("records exported by one actor in an hour")
                .isBetween(1L, 140L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261120})
    void nobodyTravels(long seed) {
        // When
        Map<String, Set<String>> networks = Payloads.logins(everything(seed)).stream()
                .collect(Collectors.groupingBy(
                        Login::username,
                        Collectors.mapping(login -> login.address().replaceFirst("\\d+$", ""), Collectors.toSet())));

        // Then
        assertThat(networks.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261120})
    void noAddressHoldsPhi(long seed) {
        // When
        List<String> lines = Payloads.lines(everything(seed));

        // Then
        assertThat(lines).hasSizeGreaterThan(10_000);
        assertThat(lines.stream()
                        .map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8))
                        .filter(line -> PHI.matcher(line).find()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20261120})
    void nobodyLosesAFactorAndNoExportIsOfUnknownSize(long seed) {
        // When
        List<Delivery> everything = everything(seed);

        // Then
        assertThat(Payloads.of(SimulatedSources.PORTAL_IDP, everything)
                        .map(delivery -> Payloads.json(delivery).path("type").asText()))
                .containsOnly("LOGIN", "LOGOUT", "LOGIN_ERROR");
        assertThat(Payloads.of(SimulatedSources.SHOP, everything)
                        .map(delivery -> delivery.headers().get("X-Shopify-Topic")))
                .isSubsetOf(
                        "carts/create",
                        "orders/create",
                        "order_transactions/create",
                        "customers/update",
                        "themes/publish");
        assertThat(Payloads.chartAccesses(everything).stream().filter(ChartAccess::export))
                .isNotEmpty()
                .allSatisfy(export -> assertThat(export.patients()).hasSizeBetween(1, 20));
    }

    private static List<Delivery> everything(long seed) {
        return EVERYTHING.computeIfAbsent(seed, BenignTrafficTest::simulate);
    }

    private static List<Delivery> simulate(long seed) {
        SimulationConfig config = new SimulationConfig(seed, START, Duration.ofMinutes(70), 450, Set.of());
        Simulation simulation = new Simulation(config);
        return Stream.concat(simulation.prelude().stream(), simulation.timeline().stream())
                .toList();
    }

    /** The highest measure of any actor in any window that ends with one of its items. */
    private static <T> long most(
            Stream<T> items,
            Function<T, String> actor,
            Function<T, Instant> time,
            int minutes,
            ToLongFunction<List<T>> measure) {
        return items.collect(Collectors.groupingBy(actor)).values().stream()
                .mapToLong(own -> mostOfOne(
                        own.stream().sorted(Comparator.comparing(time)).toList(), time, minutes, measure))
                .max()
                .orElse(0);
    }

    private static <T> long mostOfOne(
            List<T> sorted, Function<T, Instant> time, int minutes, ToLongFunction<List<T>> measure) {
        long most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            Instant oldest = time.apply(sorted.get(to)).minus(Duration.ofMinutes(minutes));
            while (time.apply(sorted.get(from)).isBefore(oldest)) {
                from++;
            }
            most = Math.max(most, measure.applyAsLong(sorted.subList(from, to + 1)));
        }
        return most;
    }

    private static long distinctPatients(List<ChartAccess> window) {
        return window.stream()
                .flatMap(access -> access.patients().stream())
                .distinct()
                .count();
    }
}
