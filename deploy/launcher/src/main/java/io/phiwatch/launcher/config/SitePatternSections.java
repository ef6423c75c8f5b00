package io.phiwatch.launcher.config;

import io.phiwatch.ingest.phi.PhiType;
import io.phiwatch.ingest.phi.PhiType.Tier;
import io.phiwatch.ingest.phi.SitePattern;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code privacy.site_patterns}: numbers of the site's own that the PHI scanner looks for. */
final class SitePatternSections {
    private SitePatternSections() {}

    static List<SitePattern> read(Section privacy) {
        return privacy.sections("site_patterns").stream()
                .map(SitePatternSections::pattern)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<SitePattern> pattern(Section section) {
        String type = section.required("type");
        String pattern = section.required("pattern");
        int tier = section.integer("tier", Tier.IDENTIFIER.number(), 1, Tier.CLINICAL_OR_FINANCIAL.number());
        section.rejectUnknown();
        try {
            return Optional.of(SitePattern.of(new PhiType(type, tier(tier)), pattern));
        } catch (IllegalArgumentException e) {
            section.fault("type", "with its pattern: " + Objects.requireNonNull(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Tier tier(int number) {
        return Stream.of(Tier.values())
                .filter(tier -> tier.number() == number)
                .findFirst()
                .orElseThrow();
    }
}
