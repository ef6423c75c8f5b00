package io.phiwatch.launcher.config;

import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the sources of a configuration. */
final class SourceSections {
    private static final String ID = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String ID_DEMAND = "must be of a-z, 0-9 and -, at most 63 long";

    private SourceSections() {}

    /** Sources, and how those are fetched whose deliveries do not come in by themselves. */
    record Read(List<Source> sources, List<Pull> pulls) {}

    static Read read(Section root) {
        Set<String> ids = new HashSet<>();
        List<Source> sources = new ArrayList<>();
        List<Pull> pulls = new ArrayList<>();
        for (Section section : root.sections("sources")) {
            Source source = source(section);
            Optional<Pull> pull = PullSections.read(source.id(), section);
            pull.ifPresent(pulls::add);
            if (source.secrets().isEmpty() && pull.isEmpty()) {
                section.fault("secrets", "at least one is required: nothing is taken unsigned");
            }
            if (!ids.add(source.id())) {
                section.fault("id", "is used twice");
            }
            section.rejectUnknown();
            sources.add(source);
        }
        return new Read(sources, pulls);
    }

    private static Source source(Section section) {
        Source source = new Source(
                section.required("id"),
                section.required("platform"),
                section.required("tenant"),
                section.choice("environment", Environment.production, Environment.class),
                section.choice("surface", Surface.storefront, Surface.class),
                section.texts("secrets"),
                section.duration("max_delay", IngestConfig.DEFAULT_MAX_DELAY),
                section.section("settings").passthrough());
        if (!source.id().matches(ID)) {
            section.fault("id", ID_DEMAND);
        }
        if (!source.tenant().matches(ID)) {
            section.fault("tenant", ID_DEMAND);
        }
        return source;
    }
}
