package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.Comparison;
import io.phiwatch.detector.behavior.Season;
import io.phiwatch.detector.behavior.SourceState;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.schema.Heartbeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What profiles count of sources, by their heartbeats. Sources are few. Not thread-safe: belongs to one task. */
public final class SourceProfiles {
    private final KeyValueStore<String, byte[]> states;
    private final KeyValueStore<String, byte[]> seasons;
    private final ProfileSelection selection;
    private final Map<String, SourceState> cache = new HashMap<>();
    private final Map<String, Season> seasonCache = new HashMap<>();

    /**
     * Profiles in those stores.
     *
     * @param states by tenant and source
     * @param seasons by tenant, source and profile
     */
    public SourceProfiles(
            KeyValueStore<String, byte[]> states, KeyValueStore<String, byte[]> seasons, ProfileSelection selection) {
        this.states = states;
        this.seasons = seasons;
        this.selection = selection;
    }

    private static String key(Heartbeat beat) {
        return beat.getTenant() + '|' + beat.getSourceId();
    }

    /**
     * Counts a second of a source, and closes the periods that are over by it.
     *
     * @return what all profiles that count it say
     */
    public Behavior count(EnrichedEvent second, Heartbeat beat) {
        String source = key(beat);
        SourceState state = state(source);
        long time = beat.getSecond().toEpochMilli();
        if (beat.getAccepted() > 0) {
            state.spoke(time);
        }
        List<ProfileSelection.Counted> counted = selection.of(second);
        for (ProfileSelection.Counted one : counted) {
            close(source, state, one.profile(), time);
            state.add(one.profile(), one.period(), one.amount());
        }
        states.put(source, state.encode());
        List<Comparison> comparisons = new ArrayList<>();
        counted.forEach(one -> comparisons.add(compare(source, state, one, time)));
        return Behavior.of(comparisons);
    }

    /** Takes note that a rule fired for a source: what it does now teaches nothing. */
    public void taint(Heartbeat beat) {
        String source = key(beat);
        SourceState state = state(source);
        state.taint(beat.getSecond().toEpochMilli());
        states.put(source, state.encode());
    }

    private void close(String source, SourceState state, Profile profile, long time) {
        List<SourceState.Closed> closed = state.close(profile, time);
        if (closed.stream().anyMatch(period -> !period.isTainted())) {
            Season season = season(source, profile);
            closed.stream()
                    .filter(period -> !period.isTainted())
                    .forEach(period -> season.add(period.period(), period.value()));
            seasons.put(source + '|' + profile.key(), season.encode());
        }
    }

    private Comparison compare(String source, SourceState state, ProfileSelection.Counted one, long time) {
        Profile profile = one.profile();
        Season season = season(source, profile);
        Profile whole = selection.shareOf(profile);
        double of = whole == null ? 0 : state.value(whole, one.period());
        double value = state.value(profile, one.period());
        Double last = state.last(profile);
        Long latest = profile.tellsSilence() ? state.latest() : null;
        return new Comparison(
                profile,
                value,
                season.usual(one.period()),
                null,
                of == 0 ? null : Double.valueOf(value / of),
                new Comparison.Past(
                        last,
                        last == null ? null : season.usual(state.lastPeriod(profile)),
                        latest == null ? null : Double.valueOf((time - latest) / 1000.0),
                        latest == null ? null : season.silence(latest, time)));
    }

    private SourceState state(String source) {
        return cache.computeIfAbsent(source, it -> {
            byte[] stored = states.get(it);
            return stored == null ? new SourceState() : SourceState.decode(stored);
        });
    }

    private Season season(String source, Profile profile) {
        return seasonCache.computeIfAbsent(source + '|' + profile.key(), it -> {
            byte @Nullable [] stored = seasons.get(it);
            return stored == null ? new Season(profile.periods()) : Season.decode(stored, profile.periods());
        });
    }
}
