package io.phiwatch.alerting.console.access;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * An answer that says what went wrong (RFC 9457). The code is for programs and stable; the detail never quotes what was
 * sent.
 *
 * @param status HTTP status
 * @param code stable code
 * @param detail one sentence for people
 */
public record Problem(HttpStatus status, String code, String detail) {
    public static final Problem UNAUTHORIZED =
            new Problem(HttpStatus.UNAUTHORIZED, "unauthorized", "Sign in, or send an API token.");
    public static final Problem FORBIDDEN = new Problem(
            HttpStatus.FORBIDDEN, "forgery_suspected", "The request does not come from a page of this session.");

    /** Answers a request. */
    public void answer(Context context) {
        // Every part is a constant or a code, so that nothing needs escaping.
        context.status(status).contentType("application/problem+json").result(json());
    }

    private String json() {
        return "{\"title\":\"" + status.getMessage() + "\",\"status\":" + status.getCode() + ",\"code\":\"" + code
                + "\",\"detail\":\"" + detail + "\"}";
    }
}
