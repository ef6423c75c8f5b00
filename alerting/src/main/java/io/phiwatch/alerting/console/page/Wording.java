package io.phiwatch.alerting.console.page;

import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How pages say things. All times are UTC, as in the evidence.
 *
 * @param now when the page was asked for
 */
public record Wording(Instant now) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DUE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm z", Locale.ENGLISH);
    private static final int HASH_LENGTH = 12;
    private static final int MINUTES = 60;
    private static final int HOURS = 48;

    /** Time of day, with the day where it is another. */
    public String time(Instant time) {
        boolean sameDay = time.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
        return sameDay ? TIME.format(time) : DAY_AND_TIME.format(time);
    }

    /** Day and time in full. */
    public String fullTime(Instant time) {
        return FULL.format(time);
    }

    /** How long ago, as a person would say it. */
    public String age(Instant time) {
        Duration age = Duration.between(time, now);
        if (age.toSeconds() < MINUTES) {
            return "just now";
        }
        if (age.toMinutes() < MINUTES) {
            return age.toMinutes() + " min ago";
        }
        return age.toHours() < HOURS ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }

    /** When something is due, where its days end. */
    public String due(Instant time, ZoneId zone) {
        return DUE.withZone(zone).format(time);
    }

    /** A length of time, as a person would say it. */
    public static String length(Duration length) {
        if (length.toMinutes() < MINUTES) {
            return length.toMinutes() + " min";
        }
        return length.toHours() < HOURS ? length.toHours() + " h" : length.toDays() + " days";
    }

    /** A sum of money without cents. */
    public static String money(BigDecimal sum, String currency) {
        return String.format(Locale.ROOT, "%,.0f", sum) + " " + currency;
    }

    /** Name of a level. */
    public static String of(Level level) {
        return level == Level.informational ? "Info" : capitalised(level.name());
    }

    /** Name of a status. */
    public static String of(IncidentStatus status) {
        return capitalised(status.name());
    }

    /** Name of a status in the middle of a sentence. */
    public static String inSentence(IncidentStatus status) {
        return status.name().replace('_', ' ');
    }

    /** Name of a kind of evidence. */
    public static String of(EvidenceType type) {
        return capitalised(type.name());
    }

    /** Why a command was refused. */
    public static String refusal(String reason) {
        return switch (reason) {
            case "forbidden" -> "your role may not do that";
            case "wrong_tenant" -> "you do not act for the tenant of this incident";
            case "same_person" -> "somebody else than who asked has to approve it";
            case "invalid_transition" -> "the incident is in a state that does not lead there";
            case "newer_incident" -> "a newer incident of the same kind and identity takes its alerts";
            default -> reason.replace('_', ' ');
        };
    }

    /** A number with its thousands apart. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and its noun. */
    public static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** The beginning of a hash. */
    public static String shortHash(String hash) {
        return hash.length() <= HASH_LENGTH ? hash : hash.substring(0, HASH_LENGTH);
    }

    /** Names for people: blanks for underscores, and a capital at the front. */
    public static String capitalised(String name) {
        String words = name.replace('_', ' ');
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
