package io.phiwatch.ingest.device;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.phiwatch.ingest.adapter.ClearText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import ua_parser.OS;
import ua_parser.Parser;

/**
 * Families of user agents by the patterns of the ua-parser project. Reading one takes about half a millisecond, so the
 * last ones are kept; texts are cut to a length that bounds the time of the patterns. Thread-safe.
 */
public final class UserAgents {
    /** Longest text that is looked at; the longest of real browsers are about half of it. */
    static final int LONGEST = 512;

    private static final int KEPT = 10_000;
    private static final Pattern BLANKS = Pattern.compile("[^A-Za-z0-9]+");
    private static final String UNKNOWN = "other";

    private final Parser parser = new Parser();
    private final LoadingCache<String, Agent> agents =
            Caffeine.newBuilder().maximumSize(KEPT).build(this::read);

    /**
     * What a user agent says.
     *
     * @param family browser or program and its operating system, without versions, such as {@code chrome/windows}
     * @param device what stays the same over updates of the browser: family, system and its major version
     */
    public record Agent(String family, String device) {}

    /** Reads a user agent; unknown ones are {@code other}. */
    public Agent of(String userAgent) {
        return agents.get(userAgent.length() > LONGEST ? userAgent.substring(0, LONGEST) : userAgent);
    }

    private Agent read(String userAgent) {
        String browser = name(parser.parseUserAgent(userAgent).family);
        OS system = parser.parseOS(userAgent);
        String family = browser + '/' + name(system.family);
        // an unknown program is told from others by all that it says
        String device = family.equals(UNKNOWN + '/' + UNKNOWN) ? userAgent : family + '/' + system.major;
        return new Agent(family, device);
    }

    /** Patterns may take names from the text itself: only what looks like one stays. */
    private static String name(String family) {
        String plain = BLANKS.matcher(family).replaceAll("_").toLowerCase(Locale.ROOT);
        Optional<String> clear = ClearText.name(plain);
        return clear.orElse(UNKNOWN);
    }
}
