package io.phiwatch.ingest.adapter.keycloak;

import io.phiwatch.ingest.adapter.JsonPayload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of the listener {@code jboss-logging}: {@code type=LOGIN, userId=null, …} of older releases and
 * {@code type="LOGIN", userId="null", …} of newer ones, behind the prefix of the log or of syslog.
 */
final class KeycloakLine {
    private static final int DATE_AND_TIME = 23;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private KeycloakLine() {}

    /** The event of a line; empty where it has none. */
    static Optional<KeycloakEvent> parse(String line) {
        int start = startOfFields(line);
        if (start < 0) {
            return Optional.empty();
        }
        return Optional.of(new KeycloakEvent(fields(line, start), time(line.substring(0, start))));
    }

    private static int startOfFields(String line) {
        int type = startOf(line, "type=");
        int operation = startOf(line, "operationType=");
        return operation >= 0 && (type < 0 || operation < type) ? operation : type;
    }

    private static int startOf(String line, String key) {
        int at = line.indexOf(key);
        while (at > 0 && line.charAt(at - 1) > ' ' && line.charAt(at - 1) != BYTE_ORDER_MARK) {
            at = line.indexOf(key, at + 1);
        }
        return at;
    }

    /** Values may hold commas and equals signs: quotes decide where there are any, else the next {@code , name=}. */
    private static Map<String, String> fields(String line, int from) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = from;
        while (at < line.length()) {
            int equals = line.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = line.substring(at, equals).strip();
            boolean quoted = equals + 1 < line.length() && line.charAt(equals + 1) == '"';
            int start = quoted ? equals + 2 : equals + 1;
            int end = quoted ? endOfQuoted(line, start) : endOfPlain(line, start);
            put(fields, name, line.substring(start, end));
            at = afterSeparator(line, quoted ? end + 1 : end);
        }
        return fields;
    }

    static void put(Map<String, String> fields, String name, String value) {
        if (!name.isEmpty() && !value.isBlank() && !value.equals("null")) {
            fields.putIfAbsent(name, value.strip());
        }
    }

    private static int endOfQuoted(String line, int from) {
        int end = from;
        while (end < line.length() && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, line.length());
    }

    private static int endOfPlain(String line, int from) {
        int comma = line.indexOf(", ", from);
        while (comma >= 0 && !isName(line, comma + 2)) {
            comma = line.indexOf(", ", comma + 2);
        }
        return comma < 0 ? line.length() : comma;
    }

    private static boolean isName(String line, int from) {
        int at = from;
        while (at < line.length() && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '_')) {
            at++;
        }
        return at > from && at < line.length() && line.charAt(at) == '=';
    }

    private static int afterSeparator(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
            at++;
        }
        return at;
    }

    /** Time of the syslog header, which has an offset, before that of the log, which has none and is taken as UTC. */
    private static @Nullable Instant time(String prefix) {
        for (String word : prefix.split(" ", 6)) {
            Optional<Instant> time = JsonPayload.time(word);
            if (time.isPresent()) {
                return time.get();
            }
        }
        for (int at = 0; at + DATE_AND_TIME <= prefix.length(); at++) {
            if (prefix.charAt(at) >= '0' && prefix.charAt(at) <= '9' && prefix.charAt(at + 4) == '-') {
                return logTime(prefix.substring(at, at + DATE_AND_TIME));
            }
        }
        return null;
    }

    private static @Nullable Instant logTime(String text) {
        try {
            String iso = text.replace(' ', 'T').replace(',', '.');
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}
