package io.phiwatch.benchmarks.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recall on texts that others labelled: ASQ-PHI (clinical queries, Weatherhead et al. 2026) and presidio-research
 * (sentences made from templates), both synthetic. Labels without a type of ours are left out: places, dates that are
 * no births, organisations.
 */
final class LabelledTexts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> CLINICAL = Map.of(
            "MEDICAL_RECORD_NUMBER", "MRN",
            "HEALTH_PLAN_BENEFICIARY_NUMBER", "MEMBER_ID",
            "PHONE_NUMBER", "PHONE",
            "SOCIAL_SECURITY_NUMBER", "US_SSN",
            "EMAIL_ADDRESS", "EMAIL",
            "NAME", "NAME");
    private static final Map<String, String> GENERAL = Map.of(
            "CREDIT_CARD", "PAN",
            "PHONE_NUMBER", "PHONE",
            "EMAIL_ADDRESS", "EMAIL",
            "IBAN_CODE", "IBAN",
            "US_SSN", "US_SSN",
            "US_DRIVER_LICENSE", "DRIVER_LICENSE",
            "ZIP_CODE", "ZIP",
            "STREET_ADDRESS", "ADDRESS",
            "PERSON", "NAME");

    private final PhiScanner scanner = new PhiScanner();
    private final Map<String, Recall> byLabel = new TreeMap<>();

    private LabelledTexts() {}

    /**
     * A label that was not found.
     *
     * @param index of the text in its file, from 0
     */
    record Miss(int index, String reason) {}

    /** Of one label. */
    static final class Recall {
        private final String dataset;
        private final String label;
        private final String type;
        private final List<Miss> misses = new ArrayList<>();
        private int labelled;

        private Recall(String dataset, String label, String type) {
            this.dataset = dataset;
            this.label = label;
            this.type = type;
        }

        String dataset() {
            return dataset;
        }

        String label() {
            return label;
        }

        String type() {
            return type;
        }

        int labelled() {
            return labelled;
        }

        List<Miss> misses() {
            return misses;
        }

        double recall() {
            return 1 - (double) misses.size() / labelled;
        }

        /** Whether its values have a form of their own; names, streets and foreign postal codes have none. */
        boolean isStructured() {
            return !type.equals("NAME") && !type.equals("ADDRESS") && !type.equals("ZIP");
        }
    }

    static List<Recall> measure(Path folder) throws IOException {
        LabelledTexts texts = new LabelledTexts();
        texts.clinical(
                Files.readString(folder.resolve("asq-phi/synthetic_clinical_queries.txt"), StandardCharsets.UTF_8));
        texts.general(JSON.readTree(
                folder.resolve("presidio-research/synth_dataset_v2.json").toFile()));
        return List.copyOf(texts.byLabel.values());
    }

    private void clinical(String file) throws IOException {
        String[] records = file.split("===QUERY===", -1);
        for (int i = 1; i < records.length; i++) {
            int tags = records[i].indexOf("===PHI_TAGS===");
            String text = records[i].substring(0, tags).strip();
            for (String line : records[i].substring(tags).lines().skip(1).toList()) {
                if (!line.isBlank()) {
                    JsonNode tag = JSON.readTree(line);
                    String value = tag.path("value").asText();
                    int start = text.indexOf(value);
                    judge(
                            "asq-phi",
                            tag.path("identifier_type").asText(),
                            CLINICAL,
                            i - 1,
                            text,
                            new Span(start, start + value.length()));
                }
            }
        }
    }

    private void general(JsonNode items) {
        for (int i = 0; i < items.size(); i++) {
            String text = items.get(i).path("full_text").asText();
            for (JsonNode span : items.get(i).path("spans")) {
                judge(
                        "presidio-research",
                        span.path("entity_type").asText(),
                        GENERAL,
                        i,
                        text,
                        new Span(
                                span.path("start_position").asInt(),
                                span.path("end_position").asInt()));
            }
        }
    }

    /** A part of a text. */
    private record Span(int start, int end) {}

    private void judge(String set, String label, Map<String, String> types, int index, String text, Span span) {
        int start = span.start();
        int end = span.end();
        String type = types.get(label);
        if (type == null || start < 0) {
            return;
        }
        Recall recall = byLabel.computeIfAbsent(set + '/' + label, key -> new Recall(set, label, type));
        recall.labelled++;
        List<PhiFinding> touching = scanner.scanLine(text).stream()
                .filter(finding -> finding.start() < end && finding.end() > start)
                .toList();
        if (touching.stream().noneMatch(finding -> finding.type().name().equals(type))) {
            recall.misses.add(new Miss(index, reason(type, touching)));
        }
    }

    /** Why; said without the value. */
    private static String reason(String type, List<PhiFinding> touching) {
        if (!touching.isEmpty()) {
            return "taken for " + touching.getFirst().type().name();
        }
        return switch (type) {
            case "NAME" -> "a name in prose that is not on the lists";
            case "ADDRESS" -> "not in the form of a US street";
            case "ZIP" -> "a foreign postal code, or no word says that it is one";
            case "MRN", "MEMBER_ID" -> "no word right before it says what it is";
            default -> "neither its form nor a word beside it tells";
        };
    }
}
