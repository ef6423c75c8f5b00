package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access event as an adapter read it: identifiers are still in the clear, wrapped in {@link Phi}, and become tokens
 * in the normaliser. Not thread-safe.
 */
public final class EventDraft {
    /** Other schemes, such as {@code s3}, say nothing about it. */
    private static final Map<String, Boolean> ENCRYPTED =
            Map.of("https", true, "wss", true, "rtmps", true, "http", false, "ws", false, "rtmp", false);

    public final String id;
    public Instant time;
    public final Action action;
    public @Nullable String actionNative;
    public @Nullable Surface surface;
    public Outcome outcome = Outcome.success;
    public ActorKind actorKind = ActorKind.anonymous;
    public @Nullable Phi<String> actor;
    public final List<String> actorRoles = new ArrayList<>();
    public @Nullable Boolean mfa;
    public @Nullable Phi<String> session;
    /** What events of one request have in common: becomes the token {@code attributes.transaction}. */
    public @Nullable Phi<String> transaction;

    public @Nullable Phi<String> clientAddress;
    public @Nullable Phi<String> userAgent;
    public @Nullable String objectType;
    /** A clear id that names no person, such as a route template or a theme id. */
    public @Nullable String objectId;
    /** An id that names a person or their records: becomes a token. */
    public @Nullable Phi<String> objectPerson;

    public final Set<Phi<String>> patients = new LinkedHashSet<>();
    public @Nullable Long patientsCount;
    public @Nullable Long recordsCount;
    public @Nullable Long bytes;
    public @Nullable String destinationHost;
    /** Host of the page that sent to the destination; helps to tell what the destination is, and goes no further. */
    public @Nullable String pageHost;

    public @Nullable Boolean transportEncrypted;
    /** Allow-listed facts that are never PHI. */
    public final Map<String, String> attributes = new LinkedHashMap<>();
    /** Texts that the PHI scanner has to read. */
    public final List<Scannable> texts = new ArrayList<>();

    /**
     * @param id identity of the event at its source; the normaliser makes it unique among sources
     * @param time the source's own time
     */
    public EventDraft(String id, Instant time, Action action) {
        this.id = id;
        this.time = time;
        this.action = action;
    }

    /** Moves it in time: a recording that is played now. */
    public void shift(Duration shift) {
        time = time.plus(shift);
    }

    /** Adds a fact, if there is one. */
    public void attribute(String name, Optional<String> value) {
        value.ifPresent(clear -> attributes.put(name, clear));
    }

    /** Adds a text to scan, if there is one. */
    public void scan(String place, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable(place, field, Phi.of(text)));
        }
    }

    /** Notes where data went, if that is an address with a host, and whether the way there was encrypted. */
    public void sentTo(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && uri.getScheme() != null) {
                destinationHost = uri.getHost().toLowerCase(Locale.ROOT);
                transportEncrypted = ENCRYPTED.get(uri.getScheme().toLowerCase(Locale.ROOT));
            }
        } catch (IllegalArgumentException notAnAddress) {
            // what is no address leads nowhere
            destinationHost = null;
        }
    }

    /**
     * A text to scan for PHI.
     *
     * @param place url, referrer, body, header, log, filename or catalog
     * @param field name of the parameter or JSON field that held it, a help to the scanner; empty for free text
     */
    public record Scannable(String place, String field, Phi<String> text) {}
}
