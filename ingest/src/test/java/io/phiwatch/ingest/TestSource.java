package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.normalise.Scanner;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiType;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A source and a scanner of the simplest kind. */
public final class TestSource {
    public static final String SECRET = "s3cret";
    public static final Source SOURCE = new Source(
            "shop-main",
            "fake",
            "acme",
            Environment.production,
            Surface.portal,
            List.of(SECRET),
            Duration.ofMinutes(10),
            Map.of());

    private static final Pattern SSN = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");
    private static final Pattern EMAIL = Pattern.compile("\\S+@\\S+");

    /** Knows social security numbers and mail addresses. */
    public static final Scanner SCANNER = (field, text) -> {
        List<PhiFinding> found = new ArrayList<>();
        SSN.matcher(text).results().forEach(m -> found.add(new PhiFinding(PhiType.US_SSN, m.start(), m.end(), 1)));
        EMAIL.matcher(text).results().forEach(m -> found.add(new PhiFinding(PhiType.EMAIL, m.start(), m.end(), 1)));
        return found;
    };

    private TestSource() {}
}
