package io.phiwatch.ingest.adapter.lms;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.privacy.Phi;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** An xAPI statement: actor, verb, object, result, timestamp. */
final class Statement {
    private static final Set<String> FINISHED = Set.of("completed", "passed", "failed", "mastered");

    private Statement() {}

    static Completion.Read read(JsonNode statement) {
        byte[] raw = JsonPayload.bytes(statement);
        String verb = text(statement, "verb", "id");
        String last = verb.substring(verb.lastIndexOf('/') + 1);
        if (verb.isEmpty()) {
            return new Completion.Read(null, new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, "verb", raw), raw);
        }
        if (!FINISHED.contains(last)) {
            // launched, progressed, interacted: nothing that anybody has to prove
            return new Completion.Read(null, null, raw);
        }
        JsonNode actor = statement.path("actor");
        String person = first(text(actor, "mbox").replaceFirst("^mailto:", ""), text(actor, "account", "name"));
        Optional<Instant> time = JsonPayload.time(first(text(statement, "timestamp"), text(statement, "stored")));
        if (time.isEmpty() || person.isEmpty()) {
            Parsed.Reason reason = time.isEmpty() ? Parsed.Reason.MISSING_TIME : Parsed.Reason.MISSING_FIELD;
            return new Completion.Read(
                    null, new Parsed.Rejected(reason, time.isEmpty() ? "timestamp" : "actor", raw), raw);
        }
        boolean failed =
                last.equals("failed") || text(statement, "result", "success").equals("false");
        return new Completion.Read(
                new Completion(
                        text(statement, "id"),
                        Phi.of(person),
                        text(statement, "object", "id"),
                        time.get(),
                        !failed,
                        null),
                null,
                raw);
    }
}
