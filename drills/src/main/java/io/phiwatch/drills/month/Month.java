package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.SourceIds;
import io.phiwatch.drills.source.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A month of a company with all drills at times that the seed chooses, delivery by delivery in the order of time. Who
 * plays in a drill does nothing else until the day after it, and somebody who left never again. Immutable.
 */
public final class Month {
    private static final long PURPOSE = 13;
    private static final Duration SUSPENDED = Duration.ofDays(1);

    /** Accounts this young have no habits to stand out from: what a drill needs of them is played before. */
    private static final Duration YOUNG = Duration.ofDays(16);

    /** Life goes on while the last alerts wait for what may come late: else every source would fall silent. */
    private static final Duration AFTERWARDS = Duration.ofHours(1);

    private final MonthConfig config;
    private final List<PlayedDrill> drills;
    private final List<Habit> habits;

    /** @param sources who speaks for which platform */
    public Month(MonthConfig config, SourceIds sources) {
        this.config = config;
        Population population = new Population(config.seed(), config.staff(), config.patients());
        this.drills = DrillCalendar.of(config, population, sources);
        Workforce workforce = new Workforce(config, population, this::isSuspended);
        this.habits = List.of(
                workforce,
                new Care(population, workforce),
                new Visitors(population),
                new BackOffice(population, start("backup-unverified")));
    }

    /** Ground truth, in the order of time. */
    public List<PlayedDrill> drills() {
        return drills;
    }

    /** Where the clock has to stand before the first delivery: histories of young accounts come before the month. */
    public Instant begin() {
        Instant young = config.start().minus(YOUNG);
        return drills.stream()
                .flatMap(played -> Stream.concat(lived(played).stream(), played.deliveries().stream()))
                .map(Delivery::at)
                .min(Instant::compareTo)
                .filter(first -> first.isBefore(young))
                .orElse(young);
    }

    /** Where the clock stands after the last delivery: an hour after the month, in which no drill happens. */
    public Instant finish() {
        return config.end().plus(AFTERWARDS);
    }

    public MonthConfig config() {
        return config;
    }

    /**
     * Everything that is sent, in order.
     *
     * @param drill the drill that it belongs to by its place in {@link #drills}, or -1
     */
    public record Sent(Delivery delivery, int drill) {}

    /** From the beginning to the end, made day by day. */
    public Iterator<Sent> deliveries() {
        return new Days();
    }

    private void live(int number, Consumer<Delivery> out) {
        Day day = new Day(number, config.start().plus(Duration.ofDays(number)));
        for (int i = 0; i < habits.size(); i++) {
            habits.get(i).live(day, new Draw(config.seed(), PURPOSE, number, i), out);
        }
    }

    private Instant start(String name) {
        return drills.stream()
                .filter(played -> played.drill().name().equals(name))
                .map(PlayedDrill::start)
                .findFirst()
                .orElse(config.end());
    }

    private boolean isSuspended(Worker worker, Day day) {
        return drills.stream()
                .filter(played -> played.isOf(worker.person()))
                .anyMatch(played -> isSuspended(played, day));
    }

    private static boolean isSuspended(PlayedDrill played, Day day) {
        // shifts of the day before reach into the next
        Instant end = day.start().plus(Duration.ofHours(33));
        boolean hasBegun = !played.start().isAfter(end);
        boolean isForGood = played.drill().name().equals("login-terminated");
        return hasBegun && (isForGood || played.end().plus(SUSPENDED).isAfter(day.start()));
    }

    /** What has to be played of the life before a drill; the rest of it is the month's own. */
    private List<Delivery> lived(PlayedDrill played) {
        boolean isYoung = played.start().isBefore(config.start().plus(YOUNG));
        boolean isOfCompany = !played.drill().after().isZero();
        return isYoung && !isOfCompany ? played.history() : played.ownHistory();
    }

    private boolean isSilent(Delivery delivery) {
        return drills.stream()
                .flatMap(played -> played.silences().stream())
                .anyMatch(silence -> silence.covers(delivery.sourceId(), delivery.at()));
    }

    /** Merges days, whose deliveries reach into the next, with the drills. */
    private final class Days implements Iterator<Sent> {
        private final PriorityQueue<Numbered> queue = new PriorityQueue<>(
                Comparator.comparing((Numbered next) -> next.sent().delivery().at())
                        .thenComparingLong(Numbered::number));
        private int nextDay;
        private long added;

        Days() {
            for (int i = 0; i < drills.size(); i++) {
                int drill = i;
                PlayedDrill played = drills.get(i);
                lived(played).forEach(delivery -> add(new Sent(delivery, drill)));
                played.deliveries().forEach(delivery -> add(new Sent(delivery, drill)));
            }
        }

        @Override
        public boolean hasNext() {
            load();
            Numbered next = queue.peek();
            return next != null && next.sent().delivery().at().isBefore(finish());
        }

        @Override
        public Sent next() {
            load();
            return queue.remove().sent();
        }

        /** Days until nothing earlier than the next delivery can come. */
        private void load() {
            while (nextDay < config.days()) {
                Numbered next = queue.peek();
                // a day begins with what was loaded the evening before
                Instant dayStart = config.start().plus(Duration.ofDays(nextDay)).minus(Duration.ofHours(1));
                if (next != null && next.sent().delivery().at().isBefore(dayStart)) {
                    return;
                }
                List<Delivery> day = new ArrayList<>();
                live(nextDay, day::add);
                day.stream().filter(delivery -> !isSilent(delivery)).forEach(delivery -> add(new Sent(delivery, -1)));
                nextDay++;
            }
        }

        private void add(Sent sent) {
            queue.add(new Numbered(added++, sent));
        }
    }

    /** Numbers keep the order of equal times the same in every run. */
    private record Numbered(long number, Sent sent) {}
}
