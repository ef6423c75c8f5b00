package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the events of each platform can hold: for each action the fields, by the names that rules use, and for fields of few
 * values the values. Kept in {@code facts.yml}; the tests of the adapters hold every event that they read against it.
 */
public final class PlatformFacts {
    private static final String RESOURCE = "facts.yml";

    /** Fields of which the values are listed, too. */
    private static final Set<String> LISTED = Set.of("outcome", "actor.kind", "object.type", "surface", "phi.places");

    private static final Map<String, Map<String, Map<String, Set<String>>>> BUNDLED = read();

    private PlatformFacts() {}

    /** Names of the platforms. */
    public static Set<String> platforms() {
        return BUNDLED.keySet();
    }

    /**
     * The fields of the platform's events by action, with their values, none where they may have any.
     *
     * @throws IllegalArgumentException where no platform is called that
     */
    public static Map<String, Map<String, Set<String>>> of(String platform) {
        Map<String, Map<String, Set<String>>> facts = BUNDLED.get(platform);
        if (facts == null) {
            throw new IllegalArgumentException("no platform is called " + platform);
        }
        return facts;
    }

    /** The facts of one event as the file has them: {@code field}, or {@code field=value} where values are listed. */
    static Set<String> of(EventDraft draft) {
        Set<String> facts = new TreeSet<>();
        facts.add("outcome=" + draft.outcome);
        facts.add("actor.kind=" + draft.actorKind);
        facts.add("surface=" + (draft.surface == null ? "" : draft.surface));
        addIf(facts, draft.objectType != null, "object.type=" + draft.objectType);
        addIf(facts, draft.actionNative != null, "action.native");
        addIf(facts, draft.actor != null, "actor.id");
        addIf(facts, !draft.actorRoles.isEmpty(), "actor.roles");
        addIf(facts, draft.mfa != null, "actor.mfa");
        addIf(facts, draft.session != null, "session.id");
        addIf(facts, draft.transaction != null, "attributes.transaction");
        addIf(facts, draft.objectId != null || draft.objectPerson != null, "object.id");
        addIf(facts, !draft.patients.isEmpty(), "patients");
        addIf(facts, draft.patientsCount != null, "patients.count");
        addIf(facts, draft.recordsCount != null, "records.count");
        addIf(facts, draft.bytes != null, "bytes");
        addIf(facts, draft.transportEncrypted != null, "transport.encrypted");
        addIf(facts, draft.destinationHost != null, "destination.host", "destination.relation");
        addIf(
                facts,
                draft.clientAddress != null,
                "client.ip",
                "client.prefix",
                "client.zone",
                "client.country",
                "client.asn",
                "client.network");
        addIf(facts, draft.userAgent != null, "client.device", "client.agent");
        draft.attributes.keySet().forEach(name -> facts.add("attributes." + name));
        draft.texts.forEach(text -> facts.add("phi.places=" + text.place()));
        addIf(facts, !draft.texts.isEmpty(), "phi.types", "phi.count", "phi.tier");
        return facts;
    }

    private static void addIf(Set<String> facts, boolean isThere, String... names) {
        if (isThere) {
            facts.addAll(List.of(names));
        }
    }

    /** The facts of an event that the file does not have, so that it has to be told of them. */
    static Set<String> untold(String platform, EventDraft draft) {
        Map<String, Map<String, Set<String>>> facts = of(platform);
        Map<String, Set<String>> known = facts.getOrDefault(draft.action.name(), facts.getOrDefault("*", Map.of()));
        return of(draft).stream()
                .filter(fact -> !isTold(known, fact))
                .map(fact -> platform + " " + draft.action + " " + fact)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isTold(Map<String, Set<String>> known, String fact) {
        int equals = fact.indexOf('=');
        String field = equals < 0 ? fact : fact.substring(0, equals);
        Set<String> values = known.get(field);
        return values == null
                ? field.startsWith("attributes.") && known.containsKey("attributes.*")
                : equals < 0 || values.isEmpty() || values.contains(fact.substring(equals + 1));
    }

    private static Map<String, Map<String, Map<String, Set<String>>>> read() {
        try (InputStream in = Objects.requireNonNull(PlatformFacts.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Map<String, Map<String, List<String>>> file = new YAMLMapper().readValue(in, new TypeReference<>() {});
            Map<String, Map<String, Map<String, Set<String>>>> all = new TreeMap<>();
            file.forEach((platforms, actions) ->
                    Stream.of(platforms.split(",")).forEach(platform -> all.put(platform.strip(), byAction(actions))));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Map<String, Set<String>>> byAction(Map<String, List<String>> actions) {
        Map<String, Map<String, Set<String>>> byAction = new TreeMap<>();
        actions.forEach((action, facts) -> byAction.put(action, byField(facts)));
        return byAction;
    }

    private static Map<String, Set<String>> byField(List<String> facts) {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        for (String fact : facts) {
            int equals = fact.indexOf('=');
            String field = equals < 0 ? fact : fact.substring(0, equals);
            Set<String> values = fields.computeIfAbsent(field, name -> new TreeSet<>());
            if (equals >= 0 && LISTED.contains(field)) {
                Stream.of(fact.substring(equals + 1).split("\\|", -1)).forEach(values::add);
            }
        }
        return fields;
    }
}
