package io.phiwatch.alerting.evidence.archive;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.TreeHead;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An archive as people read it. All times are UTC.
 *
 * @param facts what the page says at its head, by label
 * @param rows the entries, oldest first
 */
public record Timeline(String title, String incidentId, Map<String, String> facts, List<Row> rows) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Of no use to people. */
    private static final Set<String> TOLD = Set.of("command_id", "sealed_text");

    private static final Set<String> CUSTODY = Set.of(
            CommandType.export_evidence.name(), CommandType.hand_over_evidence.name(), CommandType.open_sealed.name());

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Timeline.class.getClassLoader(), "io.phiwatch.alerting.console.template");

    public Timeline {
        rows = List.copyOf(rows);
    }

    /**
     * One entry.
     *
     * @param custody whether it tells who had the evidence in hand
     */
    public record Row(
            long sequence,
            String time,
            String type,
            String actor,
            String summary,
            String details,
            String hash,
            boolean custody) {}

    static Timeline of(ArchiveContent content) {
        List<Row> rows = new ArrayList<>();
        content.entries().forEach(entry -> rows.add(row(entry)));
        return new Timeline(content.incident().getTitle(), content.incident().getIncidentId(), facts(content), rows);
    }

    /** A page of its own: it loads nothing. */
    public String html() {
        StringOutput output = new StringOutput();
        TEMPLATES.render("evidenceTimeline.jte", Map.of("timeline", this), output);
        return output.toString();
    }

    private static Map<String, String> facts(ArchiveContent content) {
        Incident incident = content.incident();
        TreeHead head = content.proofs().heads().getLast();
        ArchiveContent.Export export = content.export();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Incident", incident.getIncidentId());
        facts.put("Tenant", incident.getTenant() + ", " + incident.getEnvironment());
        facts.put("Level and status", incident.getLevel() + ", " + incident.getStatus());
        facts.put("Opened", time(incident.getOpenedAt()));
        facts.put("First event", time(incident.getFirstEventTime()));
        facts.put("Last event", time(incident.getLastEventTime()));
        facts.put("Exported", time(export.at()) + " by " + export.by() + " as " + export.role());
        facts.put("Entries", Integer.toString(content.entries().size()));
        facts.put("Hash of the last entry", content.entries().getLast().getHash());
        facts.put("Tree", head.getTreeSize() + " entries, signed " + time(head.getSignedAt()));
        facts.put("Root of the tree", head.getRootHash());
        facts.put("Key", head.getKeyId());
        if (export.eventsMissing() + export.originalsMissing() > 0) {
            facts.put(
                    "Not in the archive",
                    export.eventsMissing() + " events and " + export.originalsMissing()
                            + " originals that entries name: past their retention, or beyond the limit");
        }
        return facts;
    }

    private static Row row(EvidenceEntry entry) {
        String details = new TreeMap<>(entry.getDetails())
                .entrySet().stream()
                        .filter(detail -> !TOLD.contains(detail.getKey()))
                        .map(detail -> detail.getKey() + ": " + detail.getValue())
                        .collect(Collectors.joining("; "));
        return new Row(
                entry.getSequence(),
                time(entry.getRecordedAt()),
                entry.getType().toString().replace('_', ' '),
                entry.getActor(),
                entry.getSummary(),
                details,
                entry.getHash(),
                CUSTODY.contains(entry.getDetails().getOrDefault("command", "")));
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
