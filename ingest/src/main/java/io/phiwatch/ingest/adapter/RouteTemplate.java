package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.UrlText;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The route of a request with everything that may identify somebody replaced by {@code {id}}. Thread-safe. */
public final class RouteTemplate {
    private static final String PLACEHOLDER = "{id}";
    private static final int MOST_SEGMENTS = 12;
    private static final int LONGEST_SEGMENT = 48;
    private static final int LONGEST_MIXED = 20;
    private static final int MOST_DIGITS = 3;

    /** What follows these names a person. */
    private static final Set<String> PEOPLE = Set.of(
            "patient",
            "patients",
            "customer",
            "customers",
            "user",
            "users",
            "member",
            "members",
            "person",
            "people",
            "account",
            "accounts",
            "client",
            "clients",
            "profile",
            "profiles",
            "practitioner",
            "relatedperson",
            "mrn",
            "ssn",
            "email",
            "phone",
            "name",
            "u");

    private static final Set<String> OPERATIONS = Set.of(
            "search",
            "list",
            "new",
            "create",
            "edit",
            "export",
            "import",
            "me",
            "login",
            "logout",
            "register",
            "index",
            "recover",
            "reset",
            "activate",
            "settings",
            "password",
            "add",
            "delete",
            "update",
            "_search",
            "$export",
            "$everything",
            "section",
            "view",
            "index.html",
            "index.php");

    private final PhiScanner scanner;

    public RouteTemplate(PhiScanner scanner) {
        this.scanner = scanner;
    }

    /** Route such as {@code /portal/patients/{id}}; {@code /} where the URL has no path. */
    public String of(UrlText url) {
        StringBuilder route = new StringBuilder();
        List<String> segments = url.segments();
        String before = "";
        for (String segment : segments.subList(0, Math.min(segments.size(), MOST_SEGMENTS))) {
            boolean person = PEOPLE.contains(before) && !OPERATIONS.contains(lower(segment));
            route.append('/').append(person || identifies(before, segment) ? PLACEHOLDER : segment);
            before = lower(segment);
        }
        if (segments.size() > MOST_SEGMENTS) {
            route.append("/…");
        }
        return route.isEmpty() ? "/" : route.toString();
    }

    private boolean identifies(String before, String segment) {
        if (segment.length() > LONGEST_SEGMENT) {
            return true;
        }
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                letters++;
            } else if (c != '-' && c != '_' && c != '.' && c != '~' && c != '$') {
                return true;
            }
        }
        boolean number = digits > 0 && letters == 0;
        boolean token = digits > 0 && digits + letters > LONGEST_MIXED;
        return number
                || digits > MOST_DIGITS
                || token
                || !scanner.scan(before, segment).isEmpty();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
