package io.phiwatch.drills.scenario;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the holes of one payload hold. Not thread-safe.
 *
 * <pre>
 *   staff.login userId name email address agent     the account that the drill is about; so for admin., other.
 *   patient.id userId customerId mrn ssn email ...  the next patient for each payload; victim. is always the first
 *   hosting abroad                                  addresses
 *   stranger                                        a browser that none of the staff has, the same all through the drill
 *   time time:seconds time:millis time:nanos ...    when the event happens; ahead, ahead:millis twenty minutes later
 *   soon                                            the day ten days later
 *   uuid digits:9 hex:16                            drawn anew; with a name behind them (uuid:visit) once for the drill
 *   n                                               how many payloads of the step went before
 *   url:…  base64:…                                 the value of the rest, encoded
 *   =text                                           the text itself
 * </pre>
 */
final class Scope {
    private static final DateTimeFormatter CLF =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SQL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String URL = "url:";
    private static final String BASE64 = "base64:";
    private static final Duration SOON = Duration.ofDays(10);
    private static final Duration AHEAD = Duration.ofMinutes(20);

    private final Roles roles;
    private final Draw draw;
    private final Map<String, String> drawn;
    private final Map<String, String> with;
    private final Instant time;
    private final int index;

    private Scope(
            Roles roles, Draw draw, Map<String, String> drawn, Map<String, String> with, Instant time, int index) {
        this.roles = roles;
        this.draw = draw;
        this.drawn = drawn;
        this.with = with;
        this.time = time;
        this.index = index;
    }

    /** The scope of a drill, before its first payload. */
    static Scope of(Roles roles, Draw draw, Instant start) {
        return new Scope(roles, draw, new HashMap<>(), Map.of(), start, 0);
    }

    /** The scope of one payload of a step. */
    Scope of(Map<String, String> values, Instant at, int number) {
        return new Scope(roles, draw, drawn, values, at, number);
    }

    /** The scope of one item of a list in a payload. */
    Scope item(int number, int count) {
        return new Scope(roles, draw, drawn, with, time, index * count + number);
    }

    /**
     * What a hole of that name holds.
     *
     * @throws IllegalArgumentException where there is no such thing
     */
    String value(String hole) {
        if (hole.startsWith(URL)) {
            return URLEncoder.encode(value(hole.substring(URL.length())), StandardCharsets.UTF_8);
        }
        if (hole.startsWith(BASE64)) {
            return Base64.getEncoder()
                    .encodeToString(value(hole.substring(BASE64.length())).getBytes(StandardCharsets.UTF_8));
        }
        int bar = hole.indexOf('|');
        if (bar >= 0) {
            String name = hole.substring(0, bar);
            return with.containsKey(name) ? given(name) : value(hole.substring(bar + 1));
        }
        if (hole.startsWith("=")) {
            return hole.substring(1);
        }
        return with.containsKey(hole) ? given(hole) : known(hole);
    }

    /** A text with holes of its own. */
    String filled(String text) {
        int open = text.indexOf("${");
        if (open < 0) {
            return text;
        }
        int close = text.indexOf('}', open);
        return text.substring(0, open) + value(text.substring(open + 2, close)) + filled(text.substring(close + 1));
    }

    private String given(String name) {
        return filled(with.getOrDefault(name, ""));
    }

    private String known(String hole) {
        String head = hole.split("[.:]", 2)[0];
        String tail = hole.length() > head.length() ? hole.substring(head.length() + 1) : "";
        return switch (head) {
            case "staff" -> of(roles.staff(), tail);
            case "admin" -> of(roles.admin(), tail);
            case "other" -> of(roles.other(index), tail);
            case "patient" -> of(roles.patient(index), tail);
            case "victim" -> of(roles.patient(0), tail);
            case "hosting" -> roles.hosting();
            case "abroad" -> roles.abroad();
            case "stranger" -> drawn.computeIfAbsent(head, key -> Population.strangersAgent(draw));
            case "time" -> time(time, tail);
            case "ahead" -> time(time.plus(AHEAD), tail);
            case "soon" ->
                time.plus(SOON).truncatedTo(ChronoUnit.DAYS).toString().substring(0, "2026-01-01".length());
            case "n" -> Integer.toString(index);
            case "uuid", "digits", "hex" -> random(head, tail);
            default -> throw new IllegalArgumentException("nothing in a drill is called " + hole);
        };
    }

    private static String of(Staff person, String what) {
        return switch (what) {
            case "login" -> person.login();
            case "userId" -> person.userId();
            case "name" -> person.name();
            case "email" -> person.email();
            case "address" -> person.addresses().getFirst();
            case "agent" -> person.userAgent();
            default -> throw new IllegalArgumentException("no account has " + what);
        };
    }

    private static String of(Patient patient, String what) {
        return switch (what) {
            case "id" -> patient.id();
            case "userId" -> patient.userId();
            case "customerId" -> Long.toString(patient.customerId());
            case "mrn" -> patient.mrn();
            case "firstName" -> patient.firstName();
            case "lastName" -> patient.lastName();
            case "name" -> patient.name();
            case "email" -> patient.email();
            case "phone" -> patient.phone();
            case "ssn" -> patient.ssn();
            case "address" -> patient.address();
            case "agent" -> patient.userAgent();
            default -> throw new IllegalArgumentException("no patient has " + what);
        };
    }

    private static String time(Instant time, String form) {
        return switch (form) {
            case "" -> time.truncatedTo(ChronoUnit.MILLIS).toString();
            case "second" -> time.truncatedTo(ChronoUnit.SECONDS).toString();
            case "local" -> time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
            case "seconds" -> Long.toString(time.getEpochSecond());
            case "millis" -> Long.toString(time.toEpochMilli());
            case "nanos" -> time.toEpochMilli() + "000000";
            case "clf" -> CLF.format(time);
            case "sql" -> SQL.format(time);
            default -> throw new IllegalArgumentException("no time is written as " + form);
        };
    }

    /** {@code digits:9:order}: how many, then the name under which it is kept. */
    private String random(String kind, String tail) {
        String[] parts = tail.split(":", 2);
        boolean sized = !kind.equals("uuid");
        String name = sized ? (parts.length > 1 ? parts[1] : "") : tail;
        int size = sized ? Integer.parseInt(parts[0]) : 0;
        return name.isEmpty()
                ? random(kind, size)
                : drawn.computeIfAbsent(kind + ':' + name, key -> random(kind, size));
    }

    private String random(String kind, int size) {
        return switch (kind) {
            case "uuid" -> draw.uuid().toString();
            case "digits" -> draw.digits(size);
            default -> draw.hex(size);
        };
    }
}
