package io.phiwatch.drills.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;

/** Webhooks of Zoom about one meeting. */
public final class ZoomWebhooks {
    private static final String ACCOUNT = "VjZoEArIT5y-HlWxkV-tVA";
    private static final int SCHEDULED_TYPE = 2;

    private ZoomWebhooks() {}

    /** A scheduled meeting. */
    public record Meeting(String id, String uuid, String hostId, Instant start, Duration scheduled) {
        public static Meeting draw(String hostId, Instant start, Draw draw) {
            return new Meeting(
                    draw.digits(11),
                    opaque(draw),
                    hostId,
                    start.truncatedTo(ChronoUnit.SECONDS),
                    Duration.ofMinutes(30));
        }
    }

    /** Someone in a meeting. */
    public record Participant(String name, String email, String userId, String uuid) {
        public static Participant draw(String name, String email, Draw draw) {
            return new Participant(name, email, draw.digits(8), opaque(draw));
        }
    }

    public static Delivery started(Meeting meeting, Instant time) {
        return delivery("meeting.started", time, meeting(meeting));
    }

    public static Delivery ended(Meeting meeting, Instant time) {
        return delivery("meeting.ended", time, meeting(meeting).put("end_time", second(time)));
    }

    public static Delivery joined(Meeting meeting, Participant who, Instant time) {
        ObjectNode object = meeting(meeting);
        participant(object, who).put("join_time", second(time));
        return delivery("meeting.participant_joined", time, object);
    }

    public static Delivery left(Meeting meeting, Participant who, Instant time) {
        ObjectNode object = meeting(meeting);
        participant(object, who).put("leave_time", second(time)).put("leave_reason", "left the meeting");
        return delivery("meeting.participant_left", time, object);
    }

    private static ObjectNode meeting(Meeting meeting) {
        return Json.object()
                .put("id", meeting.id())
                .put("uuid", meeting.uuid())
                .put("host_id", meeting.hostId())
                .put("topic", "Telehealth visit")
                .put("type", SCHEDULED_TYPE)
                .put("start_time", second(meeting.start()))
                .put("timezone", "America/New_York")
                .put("duration", meeting.scheduled().toMinutes());
    }

    private static ObjectNode participant(ObjectNode object, Participant who) {
        return object.putObject("participant")
                .put("user_id", who.userId())
                .put("user_name", who.name())
                .put("participant_uuid", who.uuid())
                .put("email", who.email());
    }

    private static Delivery delivery(String name, Instant time, ObjectNode object) {
        ObjectNode event = Json.object().put("event", name).put("event_ts", time.toEpochMilli());
        event.putObject("payload").put("account_id", ACCOUNT).set("object", object);
        return new Delivery(
                SimulatedSources.VIDEO,
                SimulatedSources.ZOOM,
                Map.of("Content-Type", "application/json; charset=utf-8", "User-Agent", "Zoom Marketplace/1.0a"),
                event.toString(),
                time);
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String opaque(Draw draw) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) draw.between(0, 255);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
