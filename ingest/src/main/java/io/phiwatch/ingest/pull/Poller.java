package io.phiwatch.ingest.pull;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.Timestamps;
import io.phiwatch.ingest.change.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Polls one API. Items are handed in page by page; what was acknowledged is remembered at once, how far the poll came
 * only when it came to its end, since a page that was not reached may hold older items. Used by one thread.
 */
final class Poller implements Fetcher {
    private static final int MOST_PAGES = 10_000;

    private final Poll poll;
    private final Source source;
    private final Adapter adapter;
    private final Door door;
    private final StateFile file;
    private final InstantSource clock;
    private @Nullable ApiClient client;

    Poller(Poll poll, Fed fed, StateFile file, InstantSource clock) {
        this.poll = poll;
        this.source = fed.source();
        this.adapter = fed.adapter();
        this.door = fed.door();
        this.file = file;
        this.clock = clock;
    }

    @Override
    public String sourceId() {
        return source.id();
    }

    @Override
    public Duration every() {
        return poll.every();
    }

    @Override
    public Duration pauseAfterFailure() {
        Duration most = poll.retry().most();
        return poll.every().compareTo(most) < 0 ? poll.every() : most;
    }

    @Override
    public void fetch(CountDownLatch closed) throws InterruptedException {
        ApiClient api = client == null ? new ApiClient(poll, clock, closed) : client;
        client = api;
        PollState state = PollState.of(file.load());
        if (poll.snapshot() == null) {
            events(api, state);
        } else {
            snapshot(api, state, poll.snapshot());
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    private void events(ApiClient api, PollState state) throws InterruptedException {
        Instant now = clock.instant();
        Instant since = state.newest == null
                ? now.minus(poll.reading().lookback())
                : state.newest.minus(poll.reading().overlap());
        Instant[] newest = {state.newest == null ? since : state.newest};
        walk(api, since, items -> {
            List<JsonNode> fresh = new ArrayList<>();
            for (JsonNode item : items) {
                Instant time = timeOf(item, now, newest[0]);
                newest[0] = time.isAfter(newest[0]) ? time : newest[0];
                Long known = state.seen.put(id(item), time.toEpochMilli());
                // an API that takes no time lists what was forgotten long ago, too
                if (known == null && !time.isBefore(since)) {
                    fresh.add(item);
                }
            }
            if (!fresh.isEmpty()) {
                deliver(fresh);
                file.save(state.document());
            }
        });
        state.newest = newest[0];
        long horizon = newest[0].minus(poll.reading().overlap()).toEpochMilli();
        state.seen.values().removeIf(time -> time < horizon);
        file.save(state.document());
    }

    private void snapshot(ApiClient api, PollState state, Snapshot snapshot) throws InterruptedException {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        walk(api, clock.instant(), page -> page.forEach(item -> items.put(key(item, page.size(), snapshot), item)));
        SnapshotDiff diff = new SnapshotDiff(source, adapter, door, snapshot);
        diff.take(state, items, poll.reading().deliveryHeaders(), clock.instant());
        file.save(state.document());
    }

    private void walk(ApiClient api, Instant since, PageReader reader) throws InterruptedException {
        Pages pages = new Pages(poll, since);
        Set<String> walked = new HashSet<>();
        Optional<Ask> ask = Optional.of(pages.first());
        for (int number = 0; ask.isPresent(); number++) {
            if (number == MOST_PAGES) {
                throw new PullException("more than " + MOST_PAGES + " pages");
            }
            Answered answered = api.ask(ask.get());
            List<JsonNode> items = items(answered.document());
            reader.read(items);
            // some APIs answer a page behind the last one with the last one
            long unseen = items.stream().map(this::id).filter(walked::add).count();
            ask = unseen == 0 ? Optional.empty() : pages.next(ask.get(), answered, number);
        }
    }

    private List<JsonNode> items(JsonNode document) {
        JsonNode items = Pages.node(document, poll.reading().items());
        if (!items.isContainerNode()) {
            throw new PullException("no list at items: " + poll.reading().items());
        }
        return JsonPayload.items(items);
    }

    private void deliver(List<JsonNode> items) {
        if (poll.reading().batch()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode().addAll(items);
            String ids = EventIds.of(items.stream().map(this::id).toArray(String[]::new));
            door.take(source, adapter, delivery(list, ids));
            return;
        }
        for (JsonNode item : items) {
            door.take(source, adapter, delivery(item, id(item)));
        }
    }

    private Delivery delivery(JsonNode body, String id) {
        Map<String, String> headers = new HashMap<>(poll.reading().deliveryHeaders());
        headers.putIfAbsent("Content-Type", "application/json");
        return new Delivery(JsonPayload.bytes(body), headers, clock.instant(), "poll-" + id);
    }

    private String id(JsonNode item) {
        String own = poll.reading().id().isEmpty()
                ? ""
                : text(Pages.node(item, poll.reading().id()));
        return own.isEmpty()
                ? EventIds.of("item", new String(JsonPayload.bytes(item), StandardCharsets.UTF_8))
                : EventIds.of("id", own);
    }

    /**
     * The item's own time, but never the future; that of the poll where items have none, so that they stay known while
     * they are listed.
     */
    private Instant timeOf(JsonNode item, Instant now, Instant newest) {
        if (poll.reading().time().isEmpty()) {
            return now;
        }
        Instant time =
                Timestamps.parse(text(Pages.node(item, poll.reading().time()))).orElse(newest);
        return time.isAfter(now) ? now : time;
    }

    /** A document of settings has no id: it is the only one of its kind. */
    private String key(JsonNode item, int items, Snapshot snapshot) {
        String own = poll.reading().id().isEmpty()
                ? ""
                : text(Pages.node(item, poll.reading().id()));
        if (own.isEmpty() && items > 1) {
            throw new PullException(
                    "an item of the list has no id: " + poll.reading().id());
        }
        return own.isEmpty() ? snapshot.object().toLowerCase(Locale.ROOT) : own;
    }

    private interface PageReader {
        void read(List<JsonNode> items);
    }
}
