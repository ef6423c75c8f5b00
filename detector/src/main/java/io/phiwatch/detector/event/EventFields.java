package io.phiwatch.detector.event;

import static java.util.Map.entry;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.Sessions;
import io.phiwatch.detector.context.Context;
import io.phiwatch.detector.context.ContextFields;
import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import io.phiwatch.schema.Heartbeat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that rules may use for what is in an {@link EnrichedEvent}: the {@code field} property of each field of the event
 * schema, {@code attributes.NAME}, {@code behavior.login.NAME}, {@code behavior.session.age_hours},
 * {@code behavior.PROFILE.NAME}, {@code context.NAME} and {@code heartbeat.NAME}. Immutable.
 */
public final class EventFields implements Fields<EnrichedEvent> {
    private static final String ATTRIBUTES = "attributes.";
    private static final String LOGIN = "behavior.login.";
    private static final String SESSION_AGE = "behavior.session.age_hours";

    private static final Map<String, Function<LoginFacts, @Nullable Object>> LOGIN_FIELDS = Map.ofEntries(
            entry("count", LoginFacts::count),
            entry("speed_kmh", LoginFacts::speedKmh),
            entry("distance_km", LoginFacts::distanceKm),
            entry("new_country", LoginFacts::isNewCountry),
            entry("new_border", LoginFacts::isNewBorder),
            entry("new_asn", LoginFacts::isNewAsn),
            entry("new_device", LoginFacts::isNewDevice),
            entry("previous_network", LoginFacts::previousNetwork),
            entry("hour_score", LoginFacts::hourScore),
            entry("risk", LoginFacts::risk),
            entry("weekly_rank", LoginFacts::weeklyRank),
            entry("idle_days", LoginFacts::idleDays));

    private final Map<String, Integer> positions;

    public EventFields() {
        Map<String, Integer> byName = new HashMap<>();
        FieldCatalogue.ofSchema().forEach((name, field) -> byName.put(name, field.pos()));
        this.positions = Map.copyOf(byName);
    }

    /** Every name but those of attributes, which each adapter adds. */
    public Set<String> names() {
        List<String> names = new ArrayList<>(positions.keySet());
        LOGIN_FIELDS.keySet().forEach(name -> names.add(LOGIN + name));
        names.add(SESSION_AGE);
        ContextFields.ALL.keySet().forEach(name -> names.add(ContextFields.PREFIX + name));
        ProfileSet.bundled()
                .about(Profile.Subject.ACTOR)
                .forEach(profile ->
                        Profile.FIELDS.forEach(field -> names.add(Profile.PREFIX + profile.name() + '.' + field)));
        return Set.copyOf(names);
    }

    @Override
    public Accessor<EnrichedEvent> accessor(String name) {
        Integer position = positions.get(name);
        if (position != null) {
            int known = position;
            return event -> event.access().get(known);
        }
        if (name.startsWith(ATTRIBUTES)) {
            String attribute = name.substring(ATTRIBUTES.length());
            return event -> event.access().getAttributes().get(attribute);
        }
        if (name.equals(SESSION_AGE)) {
            return EventFields::sessionAge;
        }
        Function<Context, @Nullable Object> ofContext = name.startsWith(ContextFields.PREFIX)
                ? ContextFields.ALL.get(name.substring(ContextFields.PREFIX.length()))
                : null;
        if (ofContext != null) {
            return event -> ofNullable(event.context(), ofContext);
        }
        Function<LoginFacts, @Nullable Object> ofLogin =
                name.startsWith(LOGIN) ? LOGIN_FIELDS.get(name.substring(LOGIN.length())) : null;
        return ofLogin == null ? added(name) : event -> ofNullable(event.login(), ofLogin);
    }

    private static @Nullable Object sessionAge(EnrichedEvent event) {
        Sessions sessions = event.sessions();
        return sessions == null ? null : sessions.ageHours(event.access());
    }

    private static Accessor<EnrichedEvent> added(String name) {
        Function<Heartbeat, @Nullable Object> ofSecond = HeartbeatFields.of(name);
        if (ofSecond != null) {
            return event -> ofNullable(event.heartbeat(), ofSecond);
        }
        Function<Behavior, @Nullable Object> ofProfile = Behavior.field(name);
        return ofProfile == null ? event -> null : event -> ofNullable(event.behavior(), ofProfile);
    }

    private static <T> @Nullable Object ofNullable(@Nullable T added, Function<T, @Nullable Object> field) {
        return added == null ? null : field.apply(added);
    }

    @Override
    public Iterable<Object> values(EnrichedEvent event) {
        List<Object> values = new ArrayList<>();
        forEachValue(event, values::add);
        return values;
    }

    @Override
    public void forEachValue(EnrichedEvent event, Consumer<Object> sink) {
        for (int position : positions.values()) {
            switch (event.access().get(position)) {
                case null -> {
                    // absent: nothing to search
                }
                case Collection<?> many -> many.forEach(sink);
                case Map<?, ?> attributes -> attributes.values().forEach(sink);
                case Object one -> sink.accept(one);
            }
        }
    }
}
