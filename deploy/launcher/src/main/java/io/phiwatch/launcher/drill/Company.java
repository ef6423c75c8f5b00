package io.phiwatch.launcher.drill;

import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.source.SimulatedSources;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The simulated company as ingest has to be configured for it: a source of every platform that drills speak. */
public final class Company {
    private static final String SECRET = "a-secret-of-the-simulated-company";
    private static final String MAPPING = "json/mapping.yaml";

    private Company() {}

    /**
     * Its ingest.
     *
     * @param work folder for keys, state and mapping; made where it is missing
     */
    public static IngestConfig config(Path work) {
        return config(work, sources(mapping(work)));
    }

    /** Its ingest, as far as it has to do with these platforms. */
    public static IngestConfig config(Path work, Set<String> platforms) {
        return config(
                work,
                sources(mapping(work)).stream()
                        .filter(source -> platforms.contains(source.platform()))
                        .toList());
    }

    private static IngestConfig config(Path work, List<Source> sources) {
        return new IngestConfig(
                HttpConfig.defaults(),
                List.of(),
                new IngestConfig.Privacy(StaffNames.CLEAR, work.resolve("keys"), true),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                work.resolve("state"),
                IngestConfig.Sources.of(sources));
    }

    /** Which of these sources speaks for a platform: the first of that environment. */
    public static PlayedDrill.SourceIds ids(Collection<Source> sources) {
        return (platform, environment) -> sources.stream()
                .filter(source -> source.platform().equals(platform) && source.environment() == environment)
                .map(Source::id)
                .findFirst();
    }

    private static List<Source> sources(Path mapping) {
        List<Source> sources = new ArrayList<>();
        sources.add(source(SimulatedSources.SHOP, SimulatedSources.SHOPIFY, Surface.storefront, Map.of()));
        sources.add(source(SimulatedSources.WEB, SimulatedSources.NGINX, Surface.storefront, Map.of()));
        sources.add(source(SimulatedSources.PORTAL_IDP, SimulatedSources.KEYCLOAK, Surface.portal, Map.of()));
        sources.add(source(SimulatedSources.PORTAL_FHIR, SimulatedSources.FHIR, Surface.portal, Map.of()));
        sources.add(source(SimulatedSources.VIDEO, SimulatedSources.ZOOM, Surface.telehealth, Map.of()));
        sources.add(source("okta", Surface.portal));
        sources.add(source("auth0", "auth0", Surface.portal, Map.of("staff_connections", "clinic")));
        sources.add(source("atna", Surface.portal));
        sources.add(source("openemr", Surface.portal));
        sources.add(source("livekit", Surface.telehealth));
        sources.add(source("magento", Surface.storefront));
        sources.add(source("woocommerce", Surface.storefront));
        sources.add(source("wordpress", Surface.storefront));
        sources.add(source("har", Surface.storefront));
        sources.add(source("csp-report", Surface.storefront));
        sources.add(source("cloudflare", Surface.storefront));
        sources.add(source("otlp", Surface.portal));
        sources.add(source("json", "json", Surface.portal, Map.of("mapping", mapping.toString())));
        sources.add(source("fact", Surface.admin));
        sources.add(source("reference", Surface.admin));
        sources.add(source("cyclonedx", Surface.admin));
        sources.add(staging(SimulatedSources.SHOPIFY));
        sources.add(staging("otlp"));
        return List.copyOf(sources);
    }

    private static Source source(String platform, Surface surface) {
        return source(platform, platform, surface, Map.of());
    }

    private static Source source(String id, String platform, Surface surface, Map<String, String> settings) {
        return source(id, platform, Environment.production, surface, settings);
    }

    private static Source staging(String platform) {
        return source(platform + "-staging", platform, Environment.staging, Surface.storefront, Map.of());
    }

    private static Source source(
            String id, String platform, Environment environment, Surface surface, Map<String, String> settings) {
        return new Source(
                id,
                platform,
                SimulatedSources.TENANT,
                environment,
                surface,
                List.of(SECRET),
                IngestConfig.DEFAULT_MAX_DELAY,
                settings);
    }

    /** The mapping of the practice's own system stands beside the drills; the adapter wants a file. */
    private static Path mapping(Path work) {
        Path file = work.resolve("mapping.yaml");
        try (InputStream mapping = Objects.requireNonNull(
                PlayedDrill.class.getResourceAsStream(MAPPING), MAPPING + " is not in the jar")) {
            Files.createDirectories(work);
            Files.copy(mapping, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + work, e);
        }
        return file;
    }

    /** The source of that id. */
    static Optional<Source> find(IngestConfig config, String id) {
        return config.sources().all().stream()
                .filter(source -> source.id().equals(id))
                .findFirst();
    }
}
