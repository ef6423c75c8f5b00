package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.clock.Clocks;
import io.phiwatch.alerting.clock.Exposure;
import io.phiwatch.alerting.clock.Law;
import io.phiwatch.alerting.clock.RiskForm;
import io.phiwatch.alerting.playbook.Playbook;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.util.Optional;

/** What an incident obliges people to do, beside what the incident itself says, in the JSON of the API. */
final class DutiesJson {
    /** Said with every sum and every form. */
    static final String DISCLAIMER = "Help for people who decide, not legal advice.";

    private final Duties duties;

    DutiesJson(Duties duties) {
        this.duties = duties;
    }

    /** Adds the estimate of exposure, the risk form and the text of the playbook. */
    void addTo(ObjectNode body, Incident incident) {
        body.put("disclaimer", DISCLAIMER);
        body.path("clocks").forEach(this::addLaw);
        body.set("exposure", exposure(incident));
        body.set("risk_form", form());
        Optional<Playbook> playbook = duties.playbooks().find(incident.getPlaybook());
        body.set("playbook_guide", playbook.map(it -> guide(it, incident)).orElse(null));
    }

    private void addLaw(JsonNode clock) {
        Optional<Law> known = duties.clocks().laws().find(clock.path("clock_id").asText());
        if (known.isPresent() && clock instanceof ObjectNode node) {
            Law law = known.get();
            node.put("source", law.source().toString())
                    .put("checked", law.checked().toString())
                    .put("zone", duties.clocks().zone(law).getId())
                    .put("notes", law.notes());
        }
    }

    private ArrayNode exposure(Incident incident) {
        ArrayNode estimates = RecordJson.object().arrayNode();
        if (incident.getDiscoveredAt() == null) {
            return estimates;
        }
        for (Exposure.Estimate estimate : duties.clocks().exposure(Clocks.affected(Incident.newBuilder(incident)))) {
            Exposure exposure = estimate.exposure();
            estimates
                    .addObject()
                    .put("exposure_id", exposure.id())
                    .put("title", exposure.title())
                    .put("citation", exposure.citation())
                    .put("source", exposure.source().toString())
                    .put("checked", exposure.checked().toString())
                    .put("people", estimate.people())
                    .put("low", estimate.low())
                    .put("high", estimate.high())
                    .put("currency", exposure.currency())
                    .put("notes", exposure.notes());
        }
        return estimates;
    }

    private ObjectNode form() {
        RiskForm form = duties.form();
        ObjectNode node = RecordJson.object()
                .put("citation", form.citation())
                .put("source", form.source().toString())
                .put("version", form.version());
        ArrayNode factors = node.putArray("factors");
        form.factors().forEach(factor -> {
            ObjectNode question = factors.addObject().put("id", factor.id()).put("title", factor.title());
            ArrayNode answers = question.putArray("answers");
            factor.answers()
                    .forEach(
                            answer -> answers.addObject().put("id", answer.id()).put("title", answer.title()));
        });
        return node;
    }

    private static ObjectNode guide(Playbook playbook, Incident incident) {
        return RecordJson.object()
                .put("playbook", playbook.id())
                .put("title", playbook.title())
                .put("version", playbook.version())
                .put("is_version_of_incident", playbook.version().equals(incident.getPlaybookVersion()))
                .put("markdown", playbook.guide());
    }
}
