package io.phiwatch.launcher.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.phiwatch.launcher.command.rules.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through, seen in a real browser: an attack comes in, its incident appears and opens with its evidence. */
final class ConsoleIT {
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    @TempDir
    private Path folder;

    @Test
    void anAttackAppearsLiveAndOpensWithItsEvidence() throws Exception {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(chromium != null, "no Chromium here: the browser test is skipped");
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), RunningPhiwatch.config(folder));
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new LaunchOptions().setExecutablePath(chromium).setArgs(ARGUMENTS))) {
            Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(1360, 900))
                    .newPage();
            page.setDefaultTimeout(20_000);
            signIn(phiwatch, page);
            page.evaluate("window.sameDocument = true");

            // When
            String incident = Attacks.bulkRead(phiwatch, "dr.lee");

            // Then: it is there without a reload
            assertThat(page.locator("#incident-" + incident)).isVisible();
            assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
            page.screenshot(shot("live"));

            page.locator("#incident-" + incident + " a").click();
            assertThat(page.locator("#evidence-1")).isVisible();
            assertThat(page.locator("body")).containsText("distinct");
            page.locator("#do-acknowledge").click();
            assertThat(page.locator("#incident-status")).hasText("Acknowledged");
            page.screenshot(shot("incident"));

            Path archive = folder.resolve("evidence.zip");
            page.waitForDownload(() -> page.locator("#do-export").click()).saveAs(archive);
            assertThat(Cli.run("evidence", "verify", archive).exitCode()).isZero();
        }
    }

    private static void signIn(RunningPhiwatch phiwatch, Page page) {
        page.navigate(phiwatch.console() + "/");
        page.locator("input[type=password]").fill(phiwatch.token());
        page.keyboard().press("Enter");
        assertThat(page.locator("#link-state")).hasText("Live");
    }

    private static Page.ScreenshotOptions shot(String name) {
        return new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png"));
    }
}
