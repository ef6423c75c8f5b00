package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.phiwatch.alerting.page.SinkHealth;
import io.phiwatch.schema.Containment;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser. Skipped where there is no Chromium. */
final class ConsolePageTest {
    private static final List<String> CHROMIUM = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String LEE = EntityKey.of("acme", "actor", "dr.lee").incidentId(1);

    @TempDir
    private Path dataDir;

    @Test
    void showsAnAttackLiveAndTakesItsAcknowledgement() {
        Path chromium = CHROMIUM.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(chromium != null, "no Chromium here: the browser test is skipped");
        try (TestConsole console = new TestConsole(dataDir);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions().setExecutablePath(chromium).setArgs(ARGUMENTS));
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setViewportSize(1360, 860))) {
            context.setDefaultTimeout(15_000);
            new Visit(console, context.newPage()).run();
        }
    }

    /** One responder at the console. */
    private record Visit(TestConsole console, Page page, List<String> faults) {
        Visit(TestConsole console, Page page) {
            this(console, page, new ArrayList<>());
        }

        void run() {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    faults.add(message.text());
                }
            });
            history();
            signIn();
            attackAppears();
            incidentOpens();
            acknowledges();
            twoPeopleContain();
            exportIsRefused();
            silentSinkShows();
            looksRightElsewhere();
            assertThat(faults).as("faults in the browser's console").isEmpty();
        }

        private void history() {
            console.model.apply(Samples.incident("nurse.ortiz", Level.medium, IncidentStatus.acknowledged)
                    .setTitle("Log-in from two countries by nurse.ortiz")
                    .setSurfaces(List.of(Surface.portal, Surface.telehealth))
                    .setAlerts(List.of(Samples.incidentAlert(
                            "impossible-travel", "Impossible travel", Level.medium, Samples.NOW.minusSeconds(3_000))))
                    .setPatientsCount(0)
                    .setOpenedAt(Samples.NOW.minusSeconds(3_000))
                    .build());
            console.model.apply(Samples.incident("shop-admin-4", Level.high, IncidentStatus.open)
                    .setTitle("Customer export outside the schedule by shop-admin-4")
                    .setSurfaces(List.of(Surface.storefront, Surface.admin))
                    .setAlerts(List.of(
                            Samples.incidentAlert(
                                    "bulk-export",
                                    "Bulk export of customers",
                                    Level.high,
                                    Samples.NOW.minusSeconds(900)),
                            Samples.incidentAlert("mfa-disabled", "MFA disabled", Level.medium, Samples.NOW)))
                    .setPatientsCount(1_204)
                    .setOpenedAt(Samples.NOW.minusSeconds(900))
                    .build());
            console.model.apply(Samples.incident("client-7f3a", Level.low, IncidentStatus.resolved)
                    .setTitle("Many failed log-ins from one network")
                    .build());
            console.model.apply(Samples.alert("a-1", Level.medium, Samples.NOW.minusSeconds(3_000))
                    .setRuleTitle("Impossible travel")
                    .setEntityId("nurse.ortiz")
                    .setExplanation("Two log-ins 7,900 km apart within 22 minutes: 21,500 km/h.")
                    .build());
            console.model.apply(Samples.alert("a-2", Level.high, Samples.NOW.minusSeconds(900))
                    .setRuleTitle("Bulk export of customers")
                    .setEntityId("shop-admin-4")
                    .setExplanation("One export of 1,204 customers, where 500 are the limit.")
                    .build());
            console.model.apply(Samples.alert("a-3", Level.medium, Samples.NOW.minusSeconds(840))
                    .setRuleTitle("MFA disabled")
                    .setEntityId("shop-admin-4")
                    .setExplanation("MFA was switched off for an administrator without an approval.")
                    .build());
            console.model.markCaughtUp();
        }

        private void signIn() {
            page.navigate(console.console().loginLink().toString());
            page.screenshot(shot("console-login"));
            page.getByText("Sign in").click();
            page.waitForURL(console.at("/").toString());
            PlaywrightAssertions.assertThat(page.locator("#link-state")).hasText("Live");
        }

        private void attackAppears() {
            assertThat(page.locator("#incident-" + LEE).count()).isZero();
            page.evaluate("window.sameDocument = true");

            console.model.apply(Samples.alert("a-4", Level.critical, Samples.NOW.minusSeconds(3))
                    .build());
            console.model.apply(lee(1, IncidentStatus.open));
            console.model.apply(Samples.evidence(LEE, 1, EvidenceType.incident_opened)
                    .setSummary("Incident opened for actor dr.lee.")
                    .setSources(List.of())
                    .build());
            console.model.apply(
                    Samples.evidence(LEE, 2, EvidenceType.alert_raised).build());
            console.model.apply(Samples.evidence(LEE, 3, EvidenceType.page_requested)
                    .setSummary("Page 1 requested: the incident was opened.")
                    .setSources(List.of())
                    .build());

            PlaywrightAssertions.assertThat(page.locator("#incident-" + LEE)).isVisible();
            PlaywrightAssertions.assertThat(page.locator("#alert-a-4")).isVisible();
            PlaywrightAssertions.assertThat(page.locator("#announce")).containsText("critical alert");
            assertThat(page.evaluate("window.sameDocument")).as("no reload").isEqualTo(true);
            page.screenshot(shot("console-live"));
        }

        private void incidentOpens() {
            page.locator("#incident-" + LEE + " a").click();
            PlaywrightAssertions.assertThat(page.locator("#evidence-2")).containsText("34 different patients");
            page.locator("#sources-2 summary").click();
            PlaywrightAssertions.assertThat(page.locator("#sources-2")).containsText("phiwatch.access.portal");
            PlaywrightAssertions.assertThat(page.locator("#link-state")).hasText("Live");
            page.screenshot(shot("console-incident"));
        }

        private void acknowledges() {
            console.onCommand(this::carryOut);
            page.locator("#do-acknowledge").click();
            PlaywrightAssertions.assertThat(page.locator("#incident-status")).hasText("Acknowledged");
            PlaywrightAssertions.assertThat(page.locator("#evidence-4")).containsText("acknowledged by admin");
            PlaywrightAssertions.assertThat(page.locator("#sources-2[open]")).isVisible();
            // The answer outlives the refresh that the new evidence brought.
            PlaywrightAssertions.assertThat(page.locator("#notice")).containsText("Done");
            assertThat(console.commands).singleElement().satisfies(command -> {
                assertThat(command.getActor()).isEqualTo("admin");
                assertThat(command.getIncidentId()).isEqualTo(LEE);
            });

            console.onCommand(command -> console.model.apply(Incident.newBuilder(lee(3, IncidentStatus.acknowledged))
                    .setLastCommand(Samples.result(command.getCommandId(), false, "invalid_transition"))
                    .build()));
            page.locator("#do-contain").click();
            PlaywrightAssertions.assertThat(page.locator("#notice")).containsText("does not lead there");
        }

        private void carryOut(IncidentCommand command) {
            console.model.apply(Incident.newBuilder(lee(2, IncidentStatus.acknowledged))
                    .setAcknowledgedAt(Samples.NOW)
                    .setEvidenceCount(4)
                    .setLastCommand(Samples.result(command.getCommandId(), true, ""))
                    .build());
            console.model.apply(Samples.evidence(LEE, 4, EvidenceType.command_accepted)
                    .setActor(command.getActor())
                    .setSummary("Incident acknowledged by admin.")
                    .setSources(List.of())
                    .setEventTime(null)
                    .setReceived(null)
                    .build());
        }

        private void twoPeopleContain() {
            List<IncidentCommand> given = new ArrayList<>();
            console.onCommand(command -> {
                given.add(command);
                console.model.apply(Incident.newBuilder(lee(3 + given.size(), IncidentStatus.acknowledged))
                        .setContainments(List.of(
                                containment("c-own", "admin", "session-17"), containment("c-kims", "kim", "app-4")))
                        .setLastCommand(Samples.result(command.getCommandId(), true, ""))
                        .build());
            });
            page.locator("#ask-containment summary").click();
            page.locator("#containment-target").fill("session-17");
            page.getByText("Ask for it").click();
            PlaywrightAssertions.assertThat(page.locator("#containment-c-own")).containsText("session-17");
            PlaywrightAssertions.assertThat(page.locator("#containment-c-own button"))
                    .hasCount(0);
            page.screenshot(shot("console-containment"));
            page.locator("#containment-c-kims button").click();
            PlaywrightAssertions.assertThat(page.locator("#notice")).containsText("Done");
            assertThat(given)
                    .extracting(command ->
                            command.getType() + " " + command.getDetails().get("measure") + " "
                                    + command.getDetails().get("target"))
                    .containsExactly(
                            "containment_request revoke_session session-17", "containment_approve revoke_app app-4");
        }

        private void exportIsRefused() {
            console.onCommand(command -> console.model.apply(Incident.newBuilder(lee(9, IncidentStatus.acknowledged))
                    .setLastCommand(Samples.result(command.getCommandId(), false, "forbidden"))
                    .build()));
            page.locator("#export-originals").check();
            page.locator("#do-export").click();
            PlaywrightAssertions.assertThat(page.locator("#export-state")).containsText("Your role may not do that");
            // A refusal is an answer, which the browser logs as a fault all the same.
            faults.removeIf(fault -> fault.contains("403"));
        }

        private void silentSinkShows() {
            console.sinks.add(new SinkHealth("duty", false, "timeout", Samples.NOW));
            page.navigate(console.at("/").toString());
            PlaywrightAssertions.assertThat(page.locator("#sink-duty")).containsText("did not arrive");
            page.screenshot(shot("console-sink-silent"));
        }

        private static Containment containment(String id, String by, String target) {
            return Containment.newBuilder()
                    .setContainmentId(id)
                    .setMeasure(target.startsWith("app") ? "revoke_app" : "revoke_session")
                    .setTarget(target)
                    .setState("requested")
                    .setRequestedBy(by)
                    .setRequestedAt(Samples.NOW)
                    .build();
        }

        private void looksRightElsewhere() {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.screenshot(shot("console-incident-dark"));
            page.navigate(console.at("/").toString());
            PlaywrightAssertions.assertThat(page.locator("#link-state")).hasText("Live");
            page.screenshot(shot("console-live-dark"));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            page.setViewportSize(390, 844);
            page.screenshot(shot("console-live-phone"));
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("nothing sticks out on a phone")
                    .isEqualTo(true);
        }

        private static Incident lee(int version, IncidentStatus status) {
            return Samples.incident("dr.lee", Level.critical, status)
                    .setVersion(version)
                    .setOpenedAt(Samples.NOW.minusSeconds(3))
                    .build();
        }

        private static Page.ScreenshotOptions shot(String name) {
            // To hide the caret leaves style attributes behind, which the console's policy forbids when it copies them.
            return new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", name + ".png"))
                    .setCaret(ScreenshotCaret.INITIAL);
        }
    }
}
