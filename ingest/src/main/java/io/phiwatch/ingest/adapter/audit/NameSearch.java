package io.phiwatch.ingest.adapter.audit;

import io.phiwatch.ingest.phi.UrlText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds how much of a name somebody searched by, without the name: short beginnings are how people browse. */
final class NameSearch {
    /** Search parameters of FHIR's Patient and RelatedPerson, before a modifier such as {@code :contains}. */
    private static final Set<String> NAMES = Set.of("name", "family", "given", "phonetic", "patient.name");

    /** {@code @PID.5.1^MEI} of HL7 version 2 (IHE ITI-21), {@code <family>Mei</family>} of version 3 (ITI-47, ITI-55). */
    private static final Pattern HL7 =
            Pattern.compile("@PID\\.5(?:\\.[0-9.]+)?\\^([^~|^\\r\\n]{1,100})|<(?:family|given)>\\s*([^<\\s]{1,100})");

    private NameSearch() {}

    /** Characters of the longest name in the query, without wildcards; empty where it asks by no name. */
    static OptionalInt length(String query) {
        List<String> names = new ArrayList<>();
        for (String word : query.split("\\s+", 20)) {
            if (word.indexOf('?') >= 0) {
                UrlText.of(word).parameters().stream()
                        .filter(parameter -> NAMES.contains(parameter.name().split(":", 2)[0]))
                        .forEach(parameter -> names.add(parameter.value()));
            }
        }
        Matcher hl7 = HL7.matcher(query);
        while (hl7.find()) {
            names.add(hl7.group(1) == null ? hl7.group(2) : hl7.group(1));
        }
        return names.stream()
                .flatMapToInt(name -> IntStream.of(name.replace("*", "").strip().length()))
                .max();
    }
}
