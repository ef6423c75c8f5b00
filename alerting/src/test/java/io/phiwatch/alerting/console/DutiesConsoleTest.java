package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.CommandCatalogue;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.incident.BookInMemory;
import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Level;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks, steps and the risk form, over the API and in a browser, with the decisions that the owning task makes. */
final class DutiesConsoleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);
    private static final String LEGAL_TOKEN = TestConsole.COUNSEL.token();
    private static final Instant NOW = Alerts.START.plus(Duration.ofDays(24));

    private final BookInMemory book = new BookInMemory(new Incidents(
            IncidentPolicy.defaults(),
            CommandCatalogue.steps(Duties.bundled()),
            Duties.bundled().followUp()));

    @TempDir
    private Path dataDir;

    private TestConsole console;
    private int shown;

    @BeforeEach
    void start() throws IOException {
        console = new TestConsole(dataDir);
        console.setNow(NOW);
        console.onCommand(this::carryOut);
        book.alert(Alerts.of("a1", "bulk-read", Level.critical).setPatientsCount(612), Alerts.START);
        publish();
        console.model.markCaughtUp();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void theApiShowsClocksWithTheirSourcesStepsFormAndExposure() throws IOException {
        // When
        JsonNode incident = show();

        // Then
        JsonNode clock = clock(incident, "hipaa-individuals");
        assertThat(clock.get("due_at").asText()).isEqualTo("2026-05-01T03:59:59Z");
        assertThat(clock.get("source").asText()).contains("164.404");
        assertThat(clock.get("zone").asText()).isEqualTo("America/New_York");
        assertThat(incident.get("steps")).hasSize(10);
        assertThat(incident.at("/risk_form/factors")).hasSize(5);
        assertThat(incident.at("/playbook_guide/is_version_of_incident").asBoolean())
                .isTrue();
        assertThat(incident.at("/playbook_guide/markdown").asText()).contains("# Containment");
        assertThat(incident.get("exposure")).anySatisfy(sum -> {
            assertThat(sum.get("exposure_id").asText()).isEqualTo("ccpa-statutory-damages");
            assertThat(sum.get("high").decimalValue()).isEqualByComparingTo("488988");
        });
        assertThat(incident.get("disclaimer").asText()).contains("not legal advice");
    }

    @Test
    void theApiTakesDecisionsOfCounselAndRefusesThoseOfOthers() throws IOException {
        // When
        String stop = "{\"type\":\"decide_clock\",\"details\":"
                + "{\"clock\":\"ny-residents\",\"decision\":\"stop\",\"reason\":\"encrypted\",\"reference\":\"2026-17\"}}";
        HttpResponse<String> refused = console.postAsAdmin(commands(), stop);
        HttpResponse<String> taken = console.post(commands(), stop, "Authorization", "Bearer " + LEGAL_TOKEN);
        HttpResponse<String> sentence = console.post(
                commands(), stop.replace("2026-17", "Jane Roe asked for it"), "Authorization", "Bearer " + LEGAL_TOKEN);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("forbidden");
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(clock(JSON.readTree(taken.body()), "ny-residents")
                        .get("decided_by")
                        .asText())
                .isEqualTo("legal");
        assertThat(sentence.statusCode()).as("no free text").isEqualTo(400);
        assertThat(sentence.body()).doesNotContain("Jane");
    }

    @Test
    void aBrowserTicksDecidesAndAssesses() {
        Path chromium = Path.of("/usr/bin/chromium");
        assumeTrue(Files.isExecutable(chromium), "no Chromium here: the browser test is skipped");
        List<String> faults = new ArrayList<>();
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setViewportSize(1360, 1000))) {
            context.setDefaultTimeout(15_000);
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    faults.add(message.text());
                }
            });
            visit(page);
        }
        assertThat(faults).as("faults in the browser's console").isEmpty();
    }

    private void visit(Page page) {
        page.navigate(console.at("/login").toString());
        page.locator("#token").fill(LEGAL_TOKEN);
        page.getByText("Sign in").last().click();
        page.waitForURL(console.at("/").toString());
        page.navigate(console.at("/incidents/" + ID).toString());
        PlaywrightAssertions.assertThat(page.locator("#link-state")).hasText("Live");

        page.locator("[id='tick-phi-breach.lead']").check();
        PlaywrightAssertions.assertThat(page.locator("[id='step-phi-breach.lead']"))
                .containsText("done by legal");
        page.locator("#guide summary").click();
        PlaywrightAssertions.assertThat(page.locator("#guide")).containsText("Log Out Everywhere");
        page.screenshot(shot("duties-playbook"));
        page.locator("#guide summary").click();

        page.locator("#decide-ca-residents summary").click();
        page.locator("#decision-ca-residents").selectOption("stop");
        page.locator("#reason-ca-residents").selectOption("encrypted");
        page.locator("#decide-ca-residents button").click();
        PlaywrightAssertions.assertThat(page.locator("#clock-ca-residents")).containsText("encrypted by legal");
        page.locator("#decide-ca-residents summary").click();

        page.locator("#risk-form summary").click();
        Map.of("nature", "limited", "recipient", "obliged", "acquired", "possible_only", "mitigation", "assured")
                .forEach((factor, answer) -> page.locator("#risk-" + factor).selectOption(answer));
        page.locator("#risk-conclusion").selectOption("low_probability");
        page.locator("#risk-form button").click();
        PlaywrightAssertions.assertThat(page.locator("#conclusion")).hasText("low_probability");
        PlaywrightAssertions.assertThat(page.locator("#clock-hipaa-individuals"))
                .containsText("stopped");

        page.screenshot(shot("duties").setFullPage(true));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.screenshot(shot("duties-dark").setFullPage(true));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(390, 844);
        page.screenshot(shot("duties-phone").setFullPage(true));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out on a phone")
                .isEqualTo(true);
    }

    private void carryOut(IncidentCommand command) {
        book.command(IncidentCommand.newBuilder(command), command.getRequestedAt());
        publish();
    }

    private void publish() {
        book.evidence.subList(shown, book.evidence.size()).forEach(console.model::apply);
        shown = book.evidence.size();
        console.model.apply(book.incidents.get(ID));
    }

    private JsonNode show() throws IOException {
        return JSON.readTree(console.getAsAdmin("/api/v1/incidents/" + ID).body());
    }

    private static JsonNode clock(JsonNode incident, String id) {
        for (JsonNode clock : incident.get("clocks")) {
            if (clock.get("clock_id").asText().equals(id)) {
                return clock;
            }
        }
        throw new AssertionError("no clock " + id);
    }

    private static String commands() {
        return "/api/v1/incidents/" + ID + "/commands";
    }

    private static Page.ScreenshotOptions shot(String name) {
        // Hiding the caret leaves style attributes behind, which the page's policy then refuses to copy.
        return new Page.ScreenshotOptions()
                .setCaret(ScreenshotCaret.INITIAL)
                .setPath(Path.of("target", "screenshots", name + ".png"));
    }
}
