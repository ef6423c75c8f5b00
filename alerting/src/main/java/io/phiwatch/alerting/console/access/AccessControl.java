package io.phiwatch.alerting.console.access;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.console.model.VisibleModel;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: what is not named as open needs a sign-in. A sign-in is an API token, or the cookie of a
 * session; a session's changes also need its CSRF token and a browser that says that they come from the console itself.
 */
public final class AccessControl {
    /** The login page and its looks, and whether the process is alive: all that a stranger may see. */
    public static final Set<String> OPEN =
            Set.of("/login", "/health/live", "/health/ready", "/static/console.css", "/static/mark.svg");

    /** Header in which a page of a session sends its CSRF token. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String COOKIE = "phiwatch-session";
    private static final String ATTRIBUTE = AccessControl.class.getName();
    private static final String BEARER = "Bearer ";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    /** Until the browser closes; the server forgets it earlier. */
    private static final int SESSION_COOKIE_AGE = -1;

    private final InstantSource clock;
    private final ApiTokens tokens;
    private final LoginLinks links;
    private final Sessions sessions;
    private final SameOrigin sameOrigin;
    private final boolean isSecure;

    public AccessControl(InstantSource clock, ApiTokens tokens, LoginLinks links, @Nullable URI publicUrl) {
        this.clock = clock;
        this.tokens = tokens;
        this.links = links;
        this.sessions = new Sessions(clock);
        this.sameOrigin = new SameOrigin(SameOrigin.originOf(publicUrl));
        this.isSecure = publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    /** Puts itself before every route. */
    public void addTo(RoutesConfig routes) {
        routes.before(this::check);
    }

    /** The sign-in of the request. Routes that are not open always have one. */
    public static Session session(Context context) {
        Session session = context.attribute(ATTRIBUTE);
        return Objects.requireNonNull(session, "a route that is open has no session");
    }

    /** What whoever sent the request may see. */
    public static VisibleModel visible(Context context, ReadModel model) {
        return new VisibleModel(model, session(context).user()::actsFor);
    }

    /**
     * Signs a browser in with the token of a login link, which is used up, or with an API token.
     *
     * @return whether the token opened a session
     */
    public boolean signIn(Context context, String token) {
        if (!sameOrigin.allows(
                context.header("Sec-Fetch-Site"), context.header("Origin"), context.header("Host"), true)) {
            return false;
        }
        Optional<User> user = links.redeem(token).or(() -> tokens.holder(token));
        user.ifPresent(it -> context.cookie(cookie(sessions.open(it), SESSION_COOKIE_AGE)));
        return user.isPresent();
    }

    /** Ends the session of a browser. */
    public void signOut(Context context) {
        String id = context.cookie(COOKIE);
        if (id != null) {
            sessions.close(id);
        }
        context.cookie(cookie("", 0));
    }

    private void check(Context context) {
        SecurityHeaders.addTo(context);
        if (OPEN.contains(context.path())) {
            return;
        }
        Optional<Session> session = signedIn(context);
        if (session.isEmpty()) {
            refuseStranger(context);
        } else if (isForged(context, session.get())) {
            Problem.FORBIDDEN.answer(context);
            context.skipRemainingHandlers();
        } else {
            context.attribute(ATTRIBUTE, session.get());
        }
    }

    private Optional<Session> signedIn(Context context) {
        String authorization = context.header("Authorization");
        if (authorization != null) {
            return authorization.startsWith(BEARER)
                    ? tokens.holder(authorization.substring(BEARER.length()).strip())
                            .map(user -> new Session(user, null, clock.instant()))
                    : Optional.empty();
        }
        return Optional.ofNullable(context.cookie(COOKIE)).flatMap(sessions::use);
    }

    private boolean isForged(Context context, Session session) {
        String expected = session.csrfToken();
        if (expected == null || SAFE_METHODS.contains(context.method().name())) {
            return false;
        }
        String sent = context.header(CSRF_HEADER);
        return sent == null
                || !Secret.of(sent).equals(Secret.of(expected))
                || !sameOrigin.allows(
                        context.header("Sec-Fetch-Site"), context.header("Origin"), context.header("Host"), false);
    }

    private static void refuseStranger(Context context) {
        String accepts = context.header("Accept");
        boolean isPage = accepts != null
                && accepts.contains("text/html")
                && !context.path().startsWith("/api/");
        if (context.header("HX-Request") != null) {
            // htmx would put the login page into a corner of this one: send the whole page there.
            context.status(HttpStatus.UNAUTHORIZED).header("HX-Redirect", "/login");
        } else if (isPage) {
            context.redirect("/login", HttpStatus.SEE_OTHER);
        } else {
            Problem.UNAUTHORIZED.answer(context);
            context.header("WWW-Authenticate", "Bearer");
        }
        context.skipRemainingHandlers();
    }

    private Cookie cookie(String value, int maxAge) {
        return new Cookie(COOKIE, value, "/", maxAge, isSecure, true, null, SameSite.STRICT);
    }
}
