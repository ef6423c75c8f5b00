package io.phiwatch.alerting.console.api;

import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.Problem;
import java.io.Serial;

/** A request that cannot be honoured as it was sent. Its message never quotes what was sent. */
public final class RequestException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RequestException(HttpStatus status, String code, String detail) {
        super(detail);
        this.problem = new Problem(status, code, detail);
    }

    /** A request that is malformed. */
    public static RequestException bad(String detail) {
        return new RequestException(HttpStatus.BAD_REQUEST, "bad_request", detail);
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
