package io.phiwatch.ingest.intake;

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
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ExerciseId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a delivery from its raw bytes to Kafka: authenticity first, then the platform's handshake, then reading. An
 * adapter that throws costs its delivery a dead letter and nothing else. Who sent a delivery is judged in one of two
 * places: by its adapter, from the platform's signature in it, or by the receiver that it came through, from the
 * connection (a client certificate, an allowed address, a file of this machine). Thread-safe.
 */
public final class Intake {
    /** What {@code sources test} sends, signed: it is judged, and nothing is kept of it. It says nothing, so nothing is lost. */
    public static final String TEST_BODY = "{\"phiwatch\":\"test\"}";

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
    private static final byte[] TEST = TEST_BODY.getBytes(StandardCharsets.UTF_8);
    private static final String MALFORMED = "malformed";
    private static final int LONGEST_FIELD = 128;
    /** What stands on a seal: a sender's free text does not. */
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/fhir+json", "application/x-ndjson", "text/plain");

    private final Normaliser normaliser;
    private final Publisher publisher;
    private final Heartbeats heartbeats;
    private final Recent recent;

    /** An intake that looks for repeats by this clock. */
    public Intake(Normaliser normaliser, Publisher publisher, Heartbeats heartbeats, InstantSource clock) {
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.heartbeats = heartbeats;
        this.recent = new Recent(clock);
    }

    /**
     * Takes a delivery from whoever sent it, if the platform signed it.
     *
     * @throws BrokerUnavailableException if it could not be kept
     */
    public Answer receive(Feed feed, Delivery delivery) {
        if (!isAuthentic(feed, delivery)) {
            refuse(feed.source(), delivery.received(), delivery.body().length);
            return new Answer.Forged();
        }
        try {
            Optional<String> challenge = feed.adapter().challenge(delivery, feed.source());
            if (challenge.isPresent()) {
                return new Answer.Challenge(challenge.get());
            }
        } catch (RuntimeException e) {
            Read read = new Read();
            read.add(List.of(bug(feed.source(), delivery, 0, delivery.body(), e)), delivery);
            return keep(feed, delivery, read);
        }
        return take(feed, delivery);
    }

    /**
     * Takes deliveries of a sender that the receiver knows, all of them or none. Signatures in them are not looked at.
     *
     * @param deliveries at least one
     * @throws BrokerUnavailableException if they could not be kept
     */
    public Answer.Kept take(Feed feed, List<Delivery> deliveries) {
        Read read = new Read();
        for (Delivery delivery : deliveries) {
            if (!Arrays.equals(delivery.body(), TEST)) {
                read(feed, delivery, read);
            }
        }
        return keep(feed, deliveries.getFirst(), read);
    }

    /** Takes one such delivery. */
    public Answer.Kept take(Feed feed, Delivery delivery) {
        return take(feed, List.of(delivery));
    }

    /** Answers a handshake that has no body; empty for requests that are none, which are not counted. */
    public Optional<Answer> verify(Feed feed, Delivery delivery) {
        return feed.adapter().challenge(delivery, feed.source()).map(answer -> {
            if (isAuthentic(feed, delivery)) {
                return new Answer.Challenge(answer);
            }
            refuse(feed.source(), delivery.received(), 0);
            return new Answer.Forged();
        });
    }

    /** Counts a delivery that was not read, since the broker is known to be away. */
    public void turnAway(Source source, Instant received) {
        heartbeats.add(source, received, Counts.failed(1, 0, 1));
    }

    /** Counts a delivery that was not looked at: too large, too many, from nobody who may. */
    public void refuse(Source source, Instant received, long bytes) {
        heartbeats.add(source, received, Counts.refused(bytes));
    }

    /** Counts deliveries that the source says it sent and that did not come. */
    public void miss(Source source, Instant received, long count) {
        heartbeats.add(source, received, Counts.missing(count));
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

    private void read(Feed feed, Delivery delivery, Read read) {
        try {
            List<Parsed> parsed = feed.adapter().parse(delivery, feed.source());
            // Once for all items: its signature covers the whole body.
            Duration shift = TimeShift.of(delivery, feed.source());
            List<Item> items = new ArrayList<>(parsed.size());
            for (int i = 0; i < parsed.size(); i++) {
                items.add(item(feed, delivery, i, parsed.get(i), shift));
            }
            if (feed.adapter().repeats()) {
                read.addNew(items, delivery, recent::has);
            } else {
                read.add(items, delivery);
            }
        } catch (RuntimeException e) {
            read.add(List.of(bug(feed.source(), delivery, 0, delivery.body(), e)), delivery);
        }
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
            AccessEvent normal = normaliser.normalise(draft, feed.source(), repeats, delivery.received());
            normaliser
                    .exerciseOf(delivery, feed.source())
                    .ifPresent(exercise -> normal.setEventId(ExerciseId.mark(exercise, normal.getEventId())));
            return new Item.Accepted(normal, event.raw());
        } catch (RuntimeException e) {
            return bug(feed.source(), delivery, index, event.raw(), e);
        }
    }

    private Answer.Kept keep(Feed feed, Delivery first, Read read) {
        Source source = feed.source();
        try {
            publisher.publish(source, contentType(first), first.received(), read.items());
        } catch (BrokerUnavailableException e) {
            heartbeats.add(source, first.received(), read.failed());
            throw e;
        }
        read.deliveries().forEach(delivery -> feed.adapter().kept(delivery, source));
        if (feed.adapter().repeats()) {
            read.items().stream()
                    .filter(Item.Accepted.class::isInstance)
                    .forEach(item -> recent.add(item.eventId(), source));
        }
        Counts counts = read.kept();
        heartbeats.add(source, first.received(), counts);
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
}
