package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.normalise.Normaliser;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import io.phiwatch.ingest.publish.Counts;
import io.phiwatch.ingest.publish.Heartbeats;
import io.phiwatch.ingest.publish.Item;
import io.phiwatch.ingest.publish.Publisher;
import io.phiwatch.ingest.replay.TimeShift;
import io.phiwatch.schema.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a delivery from its raw bytes to Kafka: authenticity first, then the platform's handshake, then reading. An
 * adapter that throws costs its delivery a dead letter and nothing else. Thread-safe.
 */
final class Intake {
    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
    private static final String MALFORMED = "malformed";
    private static final int LONGEST_FIELD = 128;
    /** What stands on a seal: a sender's free text does not. */
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/fhir+json", "application/x-ndjson", "text/plain");

    private final Normaliser normaliser;
    private final Publisher publisher;
    private final Heartbeats heartbeats;
    private final Recent recent;

    Intake(Normaliser normaliser, Publisher publisher, Heartbeats heartbeats, Recent recent) {
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.heartbeats = heartbeats;
        this.recent = recent;
    }

    /**
     * Takes a delivery.
     *
     * @throws BrokerUnavailableException if it could not be kept
     */
    Answer receive(Feed feed, Delivery delivery) {
        Source source = feed.source();
        if (!isAuthentic(feed, delivery)) {
            heartbeats.add(source, delivery.received(), Counts.refused(delivery.body().length));
            return new Answer.Forged();
        }
        try {
            Optional<String> challenge = feed.adapter().challenge(delivery, source);
            if (challenge.isPresent()) {
                return new Answer.Challenge(challenge.get());
            }
        } catch (RuntimeException e) {
            return keep(feed, delivery, new Read(1, List.of(bug(source, delivery, 0, delivery.body(), e)), 0));
        }
        return take(feed, delivery);
    }

    /**
     * Takes a delivery whose origin its receiver vouches for: it fetched it itself, or knows the sender by other means
     * than a signature.
     *
     * @throws BrokerUnavailableException if it could not be kept
     */
    Answer.Kept take(Feed feed, Delivery delivery) {
        Read read;
        try {
            read = sort(feed, delivery, feed.adapter().parse(delivery, feed.source()));
        } catch (RuntimeException e) {
            read = new Read(1, List.of(bug(feed.source(), delivery, 0, delivery.body(), e)), 0);
        }
        return keep(feed, delivery, read);
    }

    /** Answers a handshake that has no body; empty for requests that are none, which are not counted. */
    Optional<Answer> verify(Feed feed, Delivery delivery) {
        return feed.adapter().challenge(delivery, feed.source()).map(answer -> {
            if (isAuthentic(feed, delivery)) {
                return new Answer.Challenge(answer);
            }
            heartbeats.add(feed.source(), delivery.received(), Counts.refused(0));
            return new Answer.Forged();
        });
    }

    /** Counts a delivery that was too large to be looked at. */
    void refuse(Feed feed, Delivery delivery) {
        heartbeats.add(feed.source(), delivery.received(), Counts.refused(0));
    }

    private static boolean isAuthentic(Feed feed, Delivery delivery) {
        try {
            return feed.adapter().isAuthentic(delivery, feed.source());
        } catch (RuntimeException e) {
            // garbage where a signature should be
            LOGGER.atDebug()
                    .addKeyValue("sourceId", feed.source().id())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("signature could not be checked");
            return false;
        }
    }

    private Read sort(Feed feed, Delivery delivery, List<Parsed> parsed) {
        List<Item> items = new ArrayList<>(parsed.size());
        Set<String> ids = new HashSet<>();
        int duplicates = 0;
        // Once for all items: its signature covers the whole body.
        Duration shift = TimeShift.of(delivery, feed.source());
        for (int i = 0; i < parsed.size(); i++) {
            Item item = item(feed, delivery, i, parsed.get(i), shift);
            boolean repeated = item instanceof Item.Accepted
                    && feed.adapter().repeats()
                    && (!ids.add(item.eventId()) || recent.has(item.eventId()));
            if (repeated) {
                duplicates++;
            } else {
                items.add(item);
            }
        }
        return new Read(parsed.size(), items, duplicates);
    }

    private Item item(Feed feed, Delivery delivery, int index, Parsed parsed, Duration shift) {
        Source source = feed.source();
        return switch (parsed) {
            case Parsed.Rejected no ->
                new Item.Rejected(
                        itemId(source, delivery, index),
                        no.reason().name().toLowerCase(Locale.ROOT),
                        bounded(no.field()),
                        index,
                        no.raw());
            case Parsed.Event event -> accepted(feed, delivery, index, event, shift);
            case Parsed.Reference row -> row(source, delivery, index, row);
        };
    }

    private Item row(Source source, Delivery delivery, int index, Parsed.Reference row) {
        try {
            return new Item.Row(
                    itemId(source, delivery, index),
                    normaliser.normalise(row.draft(), source, delivery.received()),
                    row.raw());
        } catch (RuntimeException e) {
            return bug(source, delivery, index, row.raw(), e);
        }
    }

    private Item accepted(Feed feed, Delivery delivery, int index, Parsed.Event event, Duration shift) {
        try {
            boolean repeats = feed.adapter().repeats();
            EventDraft draft = event.draft();
            draft.shift(shift);
            return new Item.Accepted(
                    normaliser.normalise(draft, feed.source(), repeats, delivery.received()), event.raw());
        } catch (RuntimeException e) {
            return bug(feed.source(), delivery, index, event.raw(), e);
        }
    }

    private Answer.Kept keep(Feed feed, Delivery delivery, Read read) {
        Source source = feed.source();
        try {
            publisher.publish(source, contentType(delivery), delivery.received(), read.items);
        } catch (BrokerUnavailableException e) {
            heartbeats.add(source, delivery.received(), read.failed(delivery.body().length));
            throw e;
        }
        feed.adapter().kept(delivery, source);
        if (feed.adapter().repeats()) {
            read.items.stream()
                    .filter(Item.Accepted.class::isInstance)
                    .forEach(item -> recent.add(item.eventId(), source));
        }
        Counts counts = read.kept(delivery.body().length);
        heartbeats.add(source, delivery.received(), counts);
        return new Answer.Kept(counts.accepted(), counts.rejected(), counts.duplicates());
    }

    private Item bug(Source source, Delivery delivery, int index, byte[] raw, RuntimeException error) {
        String type = error.getClass().getSimpleName();
        // class only: a parser's message quotes what it read
        LOGGER.atError()
                .addKeyValue("sourceId", source.id())
                .addKeyValue("error", type)
                .log("adapter failed on an authentic delivery");
        return new Item.Rejected(itemId(source, delivery, index), MALFORMED, type, index, raw);
    }

    private String itemId(Source source, Delivery delivery, int index) {
        return normaliser.eventId(source, delivery.id() + '#' + index);
    }

    private static @Nullable String bounded(@Nullable String field) {
        return field == null || field.length() <= LONGEST_FIELD ? field : field.substring(0, LONGEST_FIELD);
    }

    private static String contentType(Delivery delivery) {
        String type = delivery.mediaType();
        return MEDIA_TYPES.contains(type) ? type : "application/octet-stream";
    }

    /** A delivery as it was read. */
    private record Read(int read, List<Item> items, int duplicates) {
        Counts kept(long bytes) {
            Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
            for (Item item : items) {
                if (item instanceof Item.Accepted accepted) {
                    outcomes.merge(accepted.event().getOutcome(), 1L, Long::sum);
                }
            }
            long rejected =
                    items.stream().filter(Item.Rejected.class::isInstance).count();
            return new Counts(read, items.size() - rejected, rejected, duplicates, 0, bytes, outcomes);
        }

        Counts failed(long bytes) {
            return new Counts(read, 0, 0, duplicates, items.size(), bytes, Map.of());
        }
    }
}
