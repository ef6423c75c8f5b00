package io.phiwatch.ingest.intake;

import io.phiwatch.ingest.adapter.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sources as they are configured now. They change as a whole, while deliveries come in. Thread-safe. */
public final class Feeds {
    private volatile Map<String, Feed> byId;

    public Feeds(Collection<Feed> feeds) {
        this.byId = index(feeds);
    }

    /** These feeds from now on. */
    public void replace(Collection<Feed> feeds) {
        byId = index(feeds);
    }

    public Optional<Feed> find(String sourceId) {
        return Optional.ofNullable(byId.get(sourceId));
    }

    /** By id of the source. */
    public List<Feed> all() {
        return byId.values().stream()
                .sorted((a, b) -> a.source().id().compareTo(b.source().id()))
                .toList();
    }

    /** The sources of all feeds. */
    public List<Source> sources() {
        return all().stream().map(Feed::source).toList();
    }

    private static Map<String, Feed> index(Collection<Feed> feeds) {
        return feeds.stream()
                .collect(Collectors.toUnmodifiableMap(feed -> feed.source().id(), Function.identity()));
    }
}
