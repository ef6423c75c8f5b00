package io.phiwatch.ingest.adapter.openemr;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.audit.AuditEntity;
import io.phiwatch.ingest.geo.Address;
import java.util.Arrays;
import java.util.Locale;

/** A row of the tables {@code log}, joined with {@code api_log} or not, or {@code extended_log}, column by column. */
record LogRow(JsonNode columns) {
    /** The event in lower case, such as {@code patient-record-select}. */
    String event() {
        return of("event").toLowerCase(Locale.ROOT);
    }

    /** The column; empty where it is missing. */
    String of(String column) {
        return text(columns, column);
    }

    boolean succeeded() {
        String success = of("success");
        return success.isEmpty() || success.equals("1") || success.equals("true");
    }

    boolean isFromPortal() {
        return of("log_from").equals("patient-portal");
    }

    boolean isDisclosure() {
        return columns.has("recipient");
    }

    /** The statement or the words that were logged; empty where they are encrypted. */
    String comments() {
        boolean encrypted = of("encrypt").equalsIgnoreCase("yes");
        return encrypted ? "" : AuditEntity.decoded(first(of("comments"), of("description")));
    }

    /** Id of the patient; zero stands for none. */
    String patient() {
        String patient = first(of("patient_id"), of("patient_id_api"));
        return patient.equals("0") ? "" : patient;
    }

    /** Address of an API request, or of a login, which has it among its words: {@code failure: 203.0.113.9. …}. */
    String address() {
        String own = of("ip_address");
        if (!own.isEmpty() || !event().startsWith("login")) {
            return own;
        }
        return Arrays.stream(comments().split("[\\s()]+", 12))
                .map(word -> word.replaceAll("[.,;]+$", ""))
                .filter(word -> word.length() > 2 && Address.parse(word).isPresent())
                .findFirst()
                .orElse("");
    }
}
