package io.phiwatch.launcher.config;

import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the sources of a configuration. */
final class SourceSections {
    private static final String ID = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String ID_DEMAND = "must be of a-z, 0-9 and -, at most 63 long";

    private SourceSections() {}

    /**
     * What stands under {@code sources}.
     *
     * @param secretsFiles files that {@code sources rotate} writes, by id of the source
     */
    record Read(IngestConfig.Sources sources, Map<String, Path> secretsFiles) {}

    static Read read(Section root) {
        Set<String> ids = new HashSet<>();
        List<Source> sources = new ArrayList<>();
        Map<String, Inlet> inlets = new HashMap<>();
        Map<String, Path> secretsFiles = new HashMap<>();
        List<Pull> pulls = new ArrayList<>();
        for (Section section : root.sections("sources")) {
            Inlet inlet = inlet(section);
            Source source = source(section);
            Optional<Pull> pull = PullSections.read(source.id(), section);
            pull.ifPresent(pulls::add);
            if (source.secrets().isEmpty() && pull.isEmpty() && !inlet.needsNoSecret()) {
                section.fault("secrets", "at least one is required: nothing is taken unsigned");
            }
            if (!ids.add(source.id())) {
                section.fault("id", "is used twice");
            }
            section.rejectUnknown();
            sources.add(source);
            inlets.put(source.id(), inlet);
            section.optional("secrets_file").map(Path::of).ifPresent(file -> secretsFiles.put(source.id(), file));
        }
        return new Read(new IngestConfig.Sources(sources, inlets, pulls), secretsFiles);
    }

    private static Source source(Section section) {
        Source source = new Source(
                section.required("id"),
                section.required("platform"),
                section.required("tenant"),
                section.choice("environment", Environment.production, Environment.class),
                section.choice("surface", Surface.storefront, Surface.class),
                secrets(section),
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

    /** Those written, then those of the file that {@code sources rotate} writes. */
    private static List<String> secrets(Section section) {
        List<String> secrets = new ArrayList<>(section.texts("secrets"));
        section.optional("secrets_file").ifPresent(file -> {
            try {
                secrets.addAll(SecretsFile.at(Path.of(file)).read());
            } catch (IOException e) {
                section.fault("secrets_file", "cannot be read");
            }
        });
        return secrets;
    }

    private static Inlet inlet(Section section) {
        Section peers = section.section("peers");
        AllowedPeers allowed = new AllowedPeers(peers.texts("certificates"), peers.texts("addresses"));
        peers.rejectUnknown();
        Optional<SyslogRoute> syslog = section.optionalSection("syslog").map(route -> {
            SyslogRoute read =
                    new SyslogRoute(route.required("listener"), route.texts("app_names"), route.texts("hostnames"));
            route.rejectUnknown();
            return read;
        });
        return new Inlet(
                allowed,
                syslog,
                section.texts("files"),
                section.choice("files_from", FilesFrom.start, FilesFrom.class) == FilesFrom.end);
    }

    /** Where files that were there at the first start are followed from. */
    private enum FilesFrom {
        start,
        end
    }
}
