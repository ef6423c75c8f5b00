package io.phiwatch.alerting.clock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.phiwatch.alerting.data.DataFile;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The risk assessment of 45 CFR 164.402(2): questions with a choice of answers, since what people type may hold PHI.
 *
 * @param citation where it is written
 * @param source address of the text
 * @param factors the four factors, and the conclusion
 */
public record RiskForm(String citation, URI source, List<Factor> factors, String version) {
    /** Id of the last question. */
    public static final String CONCLUSION = "conclusion";

    /** Conclusions after which the law does not ask for notice. */
    static final Set<String> NO_NOTICE = Set.of("low_probability", "excluded");

    public RiskForm {
        factors = List.copyOf(factors);
    }

    /** A question. */
    public record Factor(String id, String title, List<Answer> answers) {
        public Factor {
            answers = List.copyOf(answers);
        }

        boolean takes(String answer) {
            return answers.stream().anyMatch(choice -> choice.id().equals(answer));
        }
    }

    /** An answer that may be chosen. */
    public record Answer(String id, String title) {}

    private record Form(String citation, URI source, List<Factor> factors) {}

    /** The form in the jar. */
    public static RiskForm bundled() {
        DataFile file =
                DataFile.bundled(Laws.FOLDER, List.of("risk-assessment.yml")).getFirst();
        try {
            Form form = new YAMLMapper().readValue(file.text(), Form.class);
            return new RiskForm(form.citation(), form.source(), form.factors(), file.version());
        } catch (JsonProcessingException e) {
            throw new LawException(file.name(), e.getOriginalMessage());
        }
    }

    Set<String> ids() {
        return factors.stream().map(Factor::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
