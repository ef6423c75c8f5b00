package io.phiwatch.launcher.system;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Adapters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A delivery of one platform that holds values of patients in every kind of field: the files of the folder {@code
 * canary}, headers first, with the names of values in double braces.
 *
 * @param name for who reads a failure
 */
record CanaryPayload(String platform, String name, Map<String, String> headers, String body) {
    /**
     * What no output may hold, in lower case: a part of each value that is planted, so that a leak shows even where a
     * value was changed or cut.
     */
    static final List<String> NEEDLES = List.of(
            "canary",
            "canaria",
            "529-48-20",
            "415-555-01",
            "7731998204",
            "4539578763",
            "73.22.11.",
            "1961-02-14",
            "19610214",
            "mrn-4471",
            "zinnober",
            "kanari-");

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9%]+)}}");

    /** One for each file, in the order of platforms and names. */
    static List<CanaryPayload> all(Instant now) throws IOException, URISyntaxException {
        List<CanaryPayload> all = new ArrayList<>();
        for (Adapter adapter : Adapters.all()) {
            Path folder = Path.of(CanaryPayload.class
                    .getResource("canary/" + adapter.platform())
                    .toURI());
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    all.add(read(adapter.platform(), file, now));
                }
            }
        }
        return all;
    }

    private static CanaryPayload read(String platform, Path file, Instant now) throws IOException {
        String[] parts = Files.readString(file).split("\n\n", 2);
        Map<String, String> headers = new TreeMap<>();
        expand(parts[0], platform, now).lines().forEach(line -> {
            String[] header = line.split(": ", 2);
            headers.put(header[0], header[1]);
        });
        String name = platform + '/' + file.getFileName();
        return new CanaryPayload(platform, name, headers, expand(parts[1], platform, now));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The same, cut off in the middle. */
    CanaryPayload broken() {
        return new CanaryPayload(platform, name + " broken", headers, body.substring(0, body.length() / 2));
    }

    /** The text with the values of a platform and the time put in. */
    static String expand(String text, String platform, Instant now) {
        return PLACE.matcher(text).replaceAll(place -> value(place.group(1), platform, now));
    }

    private static String value(String name, String platform, Instant now) {
        int number = Math.floorMod(platform.hashCode(), 90) + 10;
        return switch (name) {
            case "email" -> "canary." + platform + "@example.com";
            case "login" -> "canary.login." + platform + "@example.com";
            case "patient" -> "canary-patient-4471" + number;
            case "session" -> "canary-session-" + platform;
            case "agent" -> "CanaryBrowser/" + number + " (X11; Linux x86_64)";
            case "file" -> "canary-" + platform + "-19610214.pdf";
            case "name" -> "Canaria Zinnober";
            case "name%" -> URLEncoder.encode("Canaria Zinnober", StandardCharsets.UTF_8);
            case "street" -> number + " Canary Row";
            case "ssn" -> "529-48-20" + number;
            case "phone" -> "415-555-01" + number;
            case "number" -> "77319982040" + number;
            case "card" -> "4539578763621486";
            case "ip" -> "73.22.11." + number;
            case "chart" -> "kanari-" + number;
            case "dob" -> "1961-02-14";
            case "mrn" -> "MRN-4471" + number;
            case "mrn64" -> base64("MRN-4471" + number);
            case "query64" -> base64("name=Canaria Zinnober&ssn=529-48-20" + number);
            default -> time(name, now);
        };
    }

    private static String time(String name, Instant now) {
        return switch (name) {
            case "now" -> now.toString();
            case "nows" -> Long.toString(now.getEpochSecond());
            case "nowms" -> Long.toString(now.toEpochMilli());
            case "nownanos" -> now.toEpochMilli() + "000000";
            case "nowclf" -> at(now, "dd/MMM/yyyy:HH:mm:ss Z", "UTC");
            case "nowslash" -> at(now, "yyyy/MM/dd HH:mm:ss", "UTC");
            case "nowspace" -> at(now, "yyyy-MM-dd HH:mm:ss", "UTC");
            case "nowcomma" -> at(now, "yyyy-MM-dd HH:mm:ss,SSS", "UTC");
            case "nowt" -> at(now, "yyyy-MM-dd'T'HH:mm:ss", "UTC");
            case "nowde" -> at(now, "dd.MM.yyyy HH:mm:ss", "America/New_York");
            default -> throw new IllegalArgumentException("no such value: " + name);
        };
    }

    private static String at(Instant time, String pattern, String zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone))
                .format(time);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
