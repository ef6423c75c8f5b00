package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import io.javalin.router.ParsedEndpoint;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is open without a sign-in, and a sign-in cannot be forged, replayed or borrowed by another site. */
final class ConsoleAccessTest {
    private static final List<HandlerType> METHODS = List.of(HandlerType.GET, HandlerType.POST);
    private static final Pattern CSRF = Pattern.compile("X-CSRF-Token&#34;:&#34;([\\w-]+)|X-CSRF-Token\":\"([\\w-]+)");

    @TempDir
    private Path dataDir;

    private TestConsole console;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void refusesStrangersOnEveryRouteThatIsNotOpen() {
        // Given
        List<ParsedEndpoint> routes = console.console().server().unsafe.internalRouter.allHttpHandlers().stream()
                .filter(route -> METHODS.contains(route.endpoint.method))
                .toList();

        // Then
        assertThat(routes).hasSizeGreaterThan(15);
        for (ParsedEndpoint route : routes) {
            String path = route.endpoint.path.replaceAll("\\{\\w+}", "x");
            HttpResponse<String> answer = console.send(HttpRequest.newBuilder(console.at(path))
                    .method(route.endpoint.method.name(), HttpRequest.BodyPublishers.noBody()));
            if (AccessControl.OPEN.contains(path)) {
                continue;
            }
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).as(path).contains("\"code\":\"unauthorized\"");
        }
    }

    @Test
    void tellsStrangersNothingOfWhichPathsExist() {
        assertThat(console.get("/api/v1/no-such-thing").statusCode()).isEqualTo(401);
        assertThat(console.get("/static/../admin-token").statusCode()).isIn(400, 401);
    }

    @Test
    void sendsABrowserWithoutASessionToTheLoginPage() {
        HttpResponse<String> answer = console.get("/", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @Test
    void sendsAFragmentOfAnExpiredSessionToTheLoginPage() {
        HttpResponse<String> answer = console.get("/fragments/board", "HX-Request", "true");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/login");
    }

    @Test
    void opensWithTheTokenThatOnlyTheOwnerCanRead() throws IOException {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(console.console().adminTokenFile())))
                .isEqualTo("rw-------");
        assertThat(console.token()).hasSize(43);
        assertThat(console.getAsAdmin("/api/v1/incidents").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWrongTokensWhateverTheCookieSays() {
        String cookie = console.signIn();

        HttpResponse<String> answer =
                console.get("/api/v1/incidents", "Authorization", "Bearer " + console.token() + "x", "Cookie", cookie);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void keepsTheTokenOverARestart() {
        String before = console.token();

        console.close();
        console = new TestConsole(dataDir);

        assertThat(console.token()).isEqualTo(before);
        assertThat(console.get("/api/v1/alerts", "Authorization", "Bearer " + before)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void letsALoginLinkInOnce() {
        // Given
        String form = console.console().loginLink().getQuery();

        // When
        HttpResponse<String> preview = console.get("/login?" + form);
        HttpResponse<String> first = console.postForm("/login", form);
        HttpResponse<String> second = console.postForm("/login", form);

        // Then
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie)
                        .contains("HttpOnly", "SameSite=Strict", "Path=/")
                        .doesNotContain("Secure"));
        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(console.get("/", "Cookie", TestConsole.cookie(first)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesALoginLinkAfterAQuarterOfAnHour() {
        String form = console.console().loginLink().getQuery();

        console.setNow(Samples.NOW.plus(Duration.ofMinutes(15)));

        assertThat(console.postForm("/login", form).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesALoginFromAnotherSite() {
        String form = console.console().loginLink().getQuery();

        assertThat(console.postForm("/login", form, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(401);
        assertThat(console.postForm("/login", form, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(401);
        assertThat(console.postForm("/login", form, "Sec-Fetch-Site", "same-origin", "Origin", "null")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void refusesForgedAndIdleCookies() {
        String cookie = console.signIn();

        assertThat(console.get("/", "Cookie", cookie + "x").statusCode()).isEqualTo(401);
        console.setNow(Samples.NOW.plus(Duration.ofHours(11)));
        assertThat(console.get("/", "Cookie", cookie).statusCode()).isEqualTo(200);
        console.setNow(Samples.NOW.plus(Duration.ofHours(23)));
        assertThat(console.get("/", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void takesChangesOnlyFromPagesOfTheSession() {
        // Given
        console.model.apply(
                Samples.incident("dr.lee", Level.high, IncidentStatus.open).build());
        String id = console.model.incidents().getFirst().getIncidentId();
        String path = "/api/v1/incidents/" + id + "/commands";
        String body = "{\"type\":\"acknowledge\"}";
        String cookie = console.signIn();
        String csrf = csrfToken(console.get("/", "Cookie", cookie).body());
        String origin = console.at("/").toString().replaceAll("/$", "");
        console.onCommand(
                command -> console.model.apply(Samples.incident("dr.lee", Level.high, IncidentStatus.acknowledged)
                        .setVersion(2)
                        .setLastCommand(Samples.result(command.getCommandId(), true, ""))
                        .build()));

        // Then
        assertThat(console.post(path, body, "Cookie", cookie, "Origin", origin).statusCode())
                .isEqualTo(403);
        assertThat(console.post(path, body, "Cookie", cookie, "Origin", origin, "X-CSRF-Token", csrf + "x")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post(path, body, "Cookie", cookie, "X-CSRF-Token", csrf)
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post(path, body, "Cookie", cookie, "X-CSRF-Token", csrf, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post(path, body, "Cookie", cookie, "X-CSRF-Token", csrf, "Sec-Fetch-Site", "same-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.commands).isEmpty();
        assertThat(console.post(path, body, "Cookie", cookie, "X-CSRF-Token", csrf, "Origin", origin)
                        .statusCode())
                .isEqualTo(200);
        assertThat(console.commands).hasSize(1);
    }

    @Test
    void endsTheSessionAtSignOut() {
        String cookie = console.signIn();
        String csrf = csrfToken(console.get("/", "Cookie", cookie).body());

        HttpResponse<String> answer =
                console.post("/logout", "", "Cookie", cookie, "X-CSRF-Token", csrf, "Sec-Fetch-Site", "same-origin");

        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/login");
        assertThat(console.get("/", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void sendsStrictHeadersWithEveryAnswer() {
        for (String path : List.of("/login", "/health/live", "/api/v1/incidents", "/static/console.js")) {
            HttpResponse<String> answer = console.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    private static String csrfToken(String page) {
        Matcher matcher = CSRF.matcher(page);
        assertThat(matcher.find()).as("CSRF token on the page").isTrue();
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
}
