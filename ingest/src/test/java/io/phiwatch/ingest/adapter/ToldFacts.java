package io.phiwatch.ingest.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one event holds, as {@link PlatformFacts} tell it of platforms. */
final class ToldFacts {
    private ToldFacts() {}

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
        Map<String, Map<String, Set<String>>> facts = PlatformFacts.of(platform);
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
}
