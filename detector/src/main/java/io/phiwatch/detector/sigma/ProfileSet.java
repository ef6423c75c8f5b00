package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Profiles without fault. Immutable.
 *
 * @param profiles in the order of files
 */
public record ProfileSet(List<Profile> profiles) {
    public ProfileSet {
        profiles = List.copyOf(profiles);
    }

    /** Read once: the field catalogue asks for every rule set. */
    private static final class Bundled {
        private static final ProfileSet SET = of(RuleFolder.bundled("profiles").rules());
    }

    /** The profiles that phiwatch ships. */
    public static ProfileSet bundled() {
        return Bundled.SET;
    }

    /**
     * The profiles of those files.
     *
     * @throws RuleSetException with every fault, where there is any
     */
    public static ProfileSet of(List<RuleFile> files) {
        ProfileParser parser = new ProfileParser();
        files.forEach(parser::read);
        parser.checkShares();
        List<RuleError> errors = parser.errors();
        if (!errors.isEmpty()) {
            throw new RuleSetException(errors);
        }
        return new ProfileSet(parser.profiles());
    }

    /** Those about actors, or about sources. */
    public List<Profile> about(Profile.Subject subject) {
        return profiles.stream().filter(profile -> profile.subject() == subject).toList();
    }

    /** The profile of that name. */
    public Optional<Profile> named(String name) {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /** Names of all fields of profiles about actors, or about sources. */
    Set<String> fields(Profile.Subject subject) {
        return about(subject).stream()
                .flatMap(profile -> Profile.FIELDS.stream().map(field -> Profile.PREFIX + profile.name() + '.' + field))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** By {@link Profile#key()}. */
    public static Map<Integer, Profile> byKey(List<Profile> profiles) {
        return profiles.stream().collect(Collectors.toUnmodifiableMap(Profile::key, Function.identity()));
    }

    /** The selections as rules, for a matcher. */
    static RuleSet selections(List<Profile> profiles) {
        return RuleSet.faultless(new RuleParser.Result(
                profiles.stream()
                        .<Rule>map(profile -> Objects.requireNonNull(profile.selection()))
                        .toList(),
                List.of()));
    }
}
