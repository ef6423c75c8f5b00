package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses files of profiles, as {@link RuleParser} does those of rules. Not thread-safe. */
final class ProfileParser {
    private static final List<String> KEYS = List.of(
            "name",
            "title",
            "description",
            "subject",
            "logsource",
            "detection",
            "measure",
            "period",
            "window",
            "history",
            "least",
            "floor",
            "ceiling",
            "peers",
            "share_of",
            "silence",
            "max_delay");

    /** What logins are compared by. */
    private static final Set<String> RESERVED = Set.of("login", "session");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MOST_PERIODS = 1_000;
    private static final int MOST_STEPS = 400;

    private final List<Reporter> reporters = new ArrayList<>();
    private final List<Profile> profiles = new ArrayList<>();

    List<RuleError> errors() {
        return reporters.stream()
                .flatMap(reporter -> reporter.errors().stream())
                .toList();
    }

    List<Profile> profiles() {
        return List.copyOf(profiles);
    }

    /** Says which profiles divide by one that is not there, once all files are read. */
    void checkShares() {
        for (Profile profile : profiles) {
            String whole = profile.shareOf();
            if (whole != null
                    && profiles.stream()
                            .noneMatch(other -> other.name().equals(whole) && other.subject() == profile.subject())) {
                Reporter reporter = new Reporter(profile.selection().metadata().file());
                reporter.reject(1, "share_of", "no profile of that subject is named '" + whole + "'");
                reporters.add(reporter);
            }
        }
    }

    void read(RuleFile file) {
        Reporter reporter = new Reporter(file.name());
        reporters.add(reporter);
        try {
            for (Yaml node : YamlReader.read(file.text())) {
                if (node instanceof Yaml.Mapping mapping) {
                    profile(new Section(mapping, "", reporter));
                } else {
                    reporter.reject(node.line(), "", "a profile is a map");
                }
            }
        } catch (YamlException e) {
            reporter.reject(e.line(), "", String.valueOf(e.getMessage()));
        }
    }

    private void profile(Section document) {
        int before = document.reporter().count();
        document.allowOnly(KEYS);
        String name = document.required("name");
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            document.reject("name", "must be lower-case words with hyphens between, and neither login nor session");
        }
        if (profiles.stream().anyMatch(other -> other.name().equals(name))) {
            document.reject("name", "'" + name + "' is taken");
        }
        Profile.Subject subject = subject(document);
        DetectionRule selection = selection(document, subject);
        Profile.Measure measure = measure(document, subject);
        Profile.Periods periods = periods(document);
        Double floor = number(document, "floor");
        Profile.Limits limits = new Profile.Limits(floor == null ? 1 : floor, number(document, "ceiling"));
        String peers = document.text("peers");
        if (peers != null && (!peers.equals("role") || subject == Profile.Subject.SOURCE)) {
            document.reject("peers", "must be role, and goes with actors");
        }
        boolean tellsSilence = Boolean.TRUE.equals(document.flag("silence"));
        if (selection != null
                && measure != null
                && periods != null
                && document.reporter().count() == before) {
            profiles.add(new Profile(
                    selection,
                    subject,
                    measure,
                    periods,
                    limits,
                    document.text("share_of"),
                    peers != null,
                    tellsSilence,
                    Profile.keyOf(selection, subject, measure, periods)));
        }
    }

    private static Profile.Subject subject(Section document) {
        String text = document.required("subject");
        return Stream.of(Profile.Subject.values())
                .filter(subject -> subject.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    document.reject("subject", "must be actor or source");
                    return Profile.Subject.ACTOR;
                });
    }

    private @Nullable DetectionRule selection(Section document, Profile.Subject subject) {
        RuleMetadata metadata = new MetadataParser(document, List.of()).parse();
        Map<String, String> logsource = Logsource.parse(document.section("logsource"));
        boolean fits = subject == Profile.Subject.ACTOR ? Logsource.isAccess(logsource) : Logsource.isSource(logsource);
        if (!fits) {
            document.reject("logsource", "must be of category access for actors, of category source for sources");
        }
        Section detection = document.section("detection");
        if (detection == null) {
            document.reject("detection", "required");
            return null;
        }
        Placeholders lists = new Placeholders(Map.of());
        Condition condition = new DetectionParser(
                        detection, new ItemParser(complaints(subject), lists, document.reporter()))
                .parse(Set.of());
        if (condition == null) {
            return null;
        }
        Draft.Detection draft = new Draft.Detection(
                metadata.withSurfaces(Logsource.narrow(metadata.surfaces(), logsource)),
                document,
                logsource,
                condition,
                new Draft.Written(detection.map(), lists.used()),
                Duration.ZERO,
                List.of());
        return new DetectionRule(
                draft.metadata().withHash(SemanticHash.of(draft)), logsource, condition, Duration.ZERO, false);
    }

    private static Function<String, Optional<String>> complaints(Profile.Subject subject) {
        FieldCatalogue catalogue =
                subject == Profile.Subject.ACTOR ? FieldCatalogue.ofContext() : FieldCatalogue.ofHeartbeats();
        return catalogue::complaint;
    }

    private static Profile.@Nullable Measure measure(Section document, Profile.Subject subject) {
        Section measure = document.section("measure");
        if (measure == null || measure.map().entries().size() != 1) {
            document.reject("measure", "must be {count: events}, {distinct: FIELD} or {sum: FIELD}");
            return null;
        }
        for (Profile.Kind kind : Profile.Kind.values()) {
            String field = measure.text(kind.name().toLowerCase(Locale.ROOT));
            if (field != null) {
                if (kind == Profile.Kind.COUNT) {
                    return new Profile.Measure(kind, "");
                }
                complaints(subject).apply(field).ifPresent(reason -> document.reject("measure", reason));
                return new Profile.Measure(kind, field);
            }
        }
        document.reject("measure", "must be {count: events}, {distinct: FIELD} or {sum: FIELD}");
        return null;
    }

    private static Profile.@Nullable Periods periods(Section document) {
        Duration period = span(document, "period");
        if (period == null) {
            document.reject("period", "required");
            return null;
        }
        Duration window = span(document, "window");
        long steps = window == null ? 1 : window.dividedBy(period);
        if (period.toSeconds() % 60 != 0) {
            document.reject("period", "must be whole minutes");
        }
        if (steps < 1
                || steps > MOST_STEPS
                || (window != null && !period.multipliedBy(steps).equals(window))) {
            document.reject("window", "must be a number of whole periods, at most " + MOST_STEPS);
        }
        Integer history = count(document, "history");
        Integer least = count(document, "least");
        if (history == null || least == null) {
            document.reject("history", "history and least are required");
            return null;
        }
        if (least > history) {
            document.reject("least", "is more than history");
        }
        return new Profile.Periods(period, (int) steps, history, least, span(document, "max_delay"));
    }

    private static @Nullable Duration span(Section document, String key) {
        String text = document.text(key);
        if (text == null) {
            return null;
        }
        Optional<Duration> span = Timespan.parse(text).filter(Duration::isPositive);
        if (span.isEmpty()) {
            document.reject(key, "must be " + Timespan.FORM);
        }
        return span.orElse(null);
    }

    private static @Nullable Integer count(Section document, String key) {
        Double number = number(document, key);
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || number < 1 || number > MOST_PERIODS) {
            document.reject(key, "must be a whole number from 1 to " + MOST_PERIODS);
            return null;
        }
        return number.intValue();
    }

    private static @Nullable Double number(Section document, String key) {
        String text = document.text(key);
        if (text == null) {
            return null;
        }
        if (document.map().value(key) instanceof Yaml.Scalar scalar && scalar.isNumber()) {
            double number = Double.parseDouble(text);
            if (number > 0) {
                return number;
            }
        }
        document.reject(key, "must be a number above 0");
        return null;
    }
}
