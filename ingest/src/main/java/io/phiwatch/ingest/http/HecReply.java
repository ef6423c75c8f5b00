package io.phiwatch.ingest.http;

/** Answers of the HTTP Event Collector, with the codes that its clients know. */
enum HecReply {
    SUCCESS(200, "Success", 0),
    TOKEN_REQUIRED(401, "Token is required", 2),
    INVALID_TOKEN(403, "Invalid token", 4),
    NO_DATA(400, "No data", 5),
    INVALID_FORMAT(400, "Invalid data format", 6),
    BUSY(503, "Server is busy", 9),
    EVENT_REQUIRED(400, "Event field is required", 12),
    EVENT_BLANK(400, "Event field cannot be blank", 13),
    ACK_DISABLED(400, "ACK is disabled", 14),
    HEALTHY(200, "HEC is healthy", 17),
    UNHEALTHY(503, "HEC is unhealthy, queues are full", 18);

    private final int status;
    private final String text;
    private final int code;

    HecReply(int status, String text, int code) {
        this.status = status;
        this.text = text;
        this.code = code;
    }

    int status() {
        return status;
    }

    String json() {
        return "{\"text\":\"" + text + "\",\"code\":" + code + "}";
    }

    /** With the position of the event at fault. */
    String json(int index) {
        return "{\"text\":\"" + text + "\",\"code\":" + code + ",\"invalid-event-number\":" + index + "}";
    }
}
