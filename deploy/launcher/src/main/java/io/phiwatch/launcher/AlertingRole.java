package io.phiwatch.launcher;

import io.phiwatch.alerting.AlertingConfig;
import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.console.Console;
import io.phiwatch.alerting.console.ConsoleConfig;
import io.phiwatch.alerting.page.LogSink;
import io.phiwatch.alerting.page.Pager;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.alerting.page.WebhookSink;
import io.phiwatch.alerting.remind.ReminderRunner;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.config.PhiwatchConfig.PageConfig;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.text.KeysetTextSeals;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Incidents, pages and the console. */
public final class AlertingRole implements AutoCloseable {
    private final StreamsRunner incidents;
    private final IncidentCommands commands;
    private final Pager pager;
    private final Console console;
    private final ReminderRunner reminders;

    private AlertingRole(
            StreamsRunner incidents,
            IncidentCommands commands,
            Pager pager,
            Console console,
            ReminderRunner reminders) {
        this.incidents = incidents;
        this.commands = commands;
        this.pager = pager;
        this.console = console;
        this.reminders = reminders;
    }

    static AlertingRole start(Shared shared) {
        PhiwatchConfig config = shared.config();
        Duties duties = config.duties().duties();
        AlertingConfig defaults = AlertingConfig.defaults().withDuties(duties);
        StreamsRunner incidents = StreamsRunner.start(
                shared.applicationId("alerting"),
                new AlertingTopology(defaults, shared.topics(), shared.serdes(), shared.meters()).build(),
                StreamsSettings.of(shared, AlertingTopology.defaults()));
        Console console = Console.start(
                new ConsoleConfig(
                        config.console().host(),
                        config.console().port(),
                        shared.data().path(),
                        config.consoleUrl().orElse(null),
                        config.exceptionsNeedApproval(),
                        duties),
                shared.topics(),
                shared.serdes(),
                shared.kafka(),
                new Console.Surroundings(shared.clock(), shared.meters()::scrape, seals(shared)));
        IncidentCommands commands = IncidentCommands.connect(shared.kafka(), shared.topics(), shared.serdes());
        Pager pager = Pager.start(
                defaults.pages().withConsoleUrl(console.address()),
                shared.kafka(),
                new Pager.Wiring(shared.topics(), shared.serdes(), shared.clock(), shared.meters()),
                commands,
                sinks(shared));
        ReminderRunner reminders = ReminderRunner.start(console::incidents, commands, shared.clock());
        return new AlertingRole(incidents, commands, pager, console, reminders);
    }

    public int consolePort() {
        return console.port();
    }

    public URI consoleAddress() {
        return console.address();
    }

    /** A link that signs one browser in, once. */
    public URI loginLink() {
        return console.loginLink();
    }

    @Override
    public void close() {
        reminders.close();
        pager.close();
        commands.close();
        console.close();
        incidents.close();
    }

    private static TextSeals seals(Shared shared) {
        PhiwatchConfig config = shared.config();
        return KeysetTextSeals.of(
                new KeyFiles(
                        config.keysDirectory().orElse(shared.data().keys()),
                        config.keysKms().orElse(null)),
                shared.topics().incidentCommands().name(),
                new PhiScanner(config.sitePatterns(), PhiScanner.DEADLINE));
    }

    private static List<Sink> sinks(Shared shared) {
        List<Sink> sinks = new ArrayList<>();
        for (PageConfig page : shared.config().pages()) {
            sinks.add(
                    switch (page.kind()) {
                        case log -> new LogSink();
                        case webhook ->
                            new WebhookSink(
                                    WebhookConfig.of(
                                            "webhook-" + sinks.size(),
                                            Objects.requireNonNull(page.url()),
                                            Objects.requireNonNull(page.secret())),
                                    // Receivers judge how fresh a signature is by the real time.
                                    SystemClock.get());
                    });
        }
        return sinks;
    }
}
