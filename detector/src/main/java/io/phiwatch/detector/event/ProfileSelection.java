package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.OpenPeriods;
import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which profiles count an event, and what they measure of it. Not thread-safe: one for each task. */
public final class ProfileSelection {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProfileSelection.class);
    private static final String ROSTER_ROLES = "context.staff.roles";

    private final List<Profile> profiles;
    private final Map<String, Measured> measured = new HashMap<>();
    private final Matcher<EnrichedEvent> matcher;
    private final Fields.Accessor<EnrichedEvent> rosterRoles;

    private record Measured(Profile profile, Fields.Accessor<EnrichedEvent> field) {}

    /** The selections of those profiles. */
    public ProfileSelection(List<Profile> profiles, Fields<EnrichedEvent> fields) {
        this.profiles = List.copyOf(profiles);
        profiles.forEach(profile -> measured.put(
                profile.name(),
                new Measured(profile, fields.accessor(profile.measure().field()))));
        this.matcher = Matcher.ofProfiles(
                profiles,
                fields,
                (rule, failure) ->
                        // the message may quote a value of the event
                        LOGGER.atWarn()
                                .addKeyValue("profile", rule.metadata().name())
                                .addKeyValue("reason", failure.getClass().getName())
                                .log("profile left out for an event"));
        this.rosterRoles = fields.accessor(ROSTER_ROLES);
    }

    /**
     * What a profile measures of an event.
     *
     * @param period number of the period that the event lies in
     * @param amount to add; of distinct values zero
     * @param values by 32 bits of their digest
     */
    public record Counted(Profile profile, long period, double amount, List<Integer> values) {
        public Counted {
            values = List.copyOf(values);
        }

        /** Adds it; tells whether that changed anything. */
        public boolean addTo(OpenPeriods open) {
            boolean isChanged = amount != 0 && open.add(profile, period, amount);
            for (int value : values) {
                isChanged |= open.see(profile, period, value);
            }
            return isChanged;
        }
    }

    /** The profiles by key. */
    public Map<Integer, Profile> byKey() {
        return ProfileSet.byKey(profiles);
    }

    /** The profile that shares of that one are of; null without one. */
    public @Nullable Profile shareOf(Profile profile) {
        Measured whole = profile.shareOf() == null ? null : measured.get(profile.shareOf());
        return whole == null ? null : whole.profile;
    }

    /** What the profiles that count an event measure of it; where the measured field is missing, there is nothing to count. */
    public List<Counted> of(EnrichedEvent event) {
        List<Counted> counted = new ArrayList<>(2);
        matcher.match(event, rule -> {
            Measured found = measured.get(rule.metadata().name());
            Counted one = found == null ? null : counted(found, event);
            if (one != null) {
                counted.add(one);
            }
        });
        return counted;
    }

    private static @Nullable Counted counted(Measured measured, EnrichedEvent event) {
        Profile profile = measured.profile;
        long period = profile.periods().at(event.access().getEventTime().toEpochMilli());
        return switch (profile.measure().kind()) {
            case COUNT -> new Counted(profile, period, 1, List.of());
            case SUM -> {
                Object value = measured.field.get(event);
                yield value instanceof Number number
                        ? new Counted(profile, period, Math.max(0, number.doubleValue()), List.of())
                        : null;
            }
            case DISTINCT -> {
                List<String> texts = FieldValues.of(measured.field.get(event));
                List<Integer> values = new ArrayList<>(texts.size());
                for (String text : texts) {
                    values.add((int) (Digests.shortOf(text) >>> Integer.SIZE));
                }
                yield values.isEmpty() ? null : new Counted(profile, period, 0, values);
            }
        };
    }

    /** What the actor does for a living: the roles of the event, else those of the roster. */
    public OpenPeriods.Work workOf(EnrichedEvent event) {
        List<String> roles = event.access().getActorRoles();
        List<String> told = roles.isEmpty() ? FieldValues.of(rosterRoles.get(event)) : roles;
        return new OpenPeriods.Work(
                told.size() == 1 ? told.getFirst() : String.join("+", new TreeSet<>(told)),
                event.access().getActorKind().name());
    }
}
