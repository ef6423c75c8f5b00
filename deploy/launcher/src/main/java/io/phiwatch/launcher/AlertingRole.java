package io.phiwatch.launcher;

import io.phiwatch.alerting.AlertingConfig;
import io.phiwatch.alerting.AlertingTopology;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.PagingTopology;
import io.phiwatch.alerting.console.Console;
import io.phiwatch.alerting.console.ConsoleConfig;
import io.phiwatch.alerting.ledger.Ledger;
import io.phiwatch.alerting.page.Pager;
import io.phiwatch.alerting.page.SinkBoard;
import io.phiwatch.alerting.remind.ReminderRunner;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.launcher.Node.Shared;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.kafka.StreamsRunner;
import io.phiwatch.launcher.text.KeysetTextSeals;
import java.net.URI;
import java.util.Optional;

/** Incidents, pages and the console. */
public final class AlertingRole implements AutoCloseable {
    private final StreamsRunner incidents;
    private final IncidentCommands commands;
    private final Pager pager;
    private final Console console;
    private final Ledger ledger;
    private final Optional<Heartbeat> heartbeat;
    private final ReminderRunner reminders;

    private AlertingRole(
            StreamsRunner incidents,
            IncidentCommands commands,
            Pager pager,
            Console console,
            Ledger ledger,
            Optional<Heartbeat> heartbeat,
            ReminderRunner reminders) {
        this.incidents = incidents;
        this.commands = commands;
        this.pager = pager;
        this.console = console;
        this.ledger = ledger;
        this.heartbeat = heartbeat;
        this.reminders = reminders;
    }

    static AlertingRole start(Shared shared) {
        PhiwatchConfig config = shared.config();
        Duties duties = config.duties().duties();
        AlertingConfig defaults = AlertingConfig.defaults().withDuties(duties);
        EvidenceParts evidence = EvidenceParts.of(shared);
        StreamsRunner incidents = StreamsRunner.start(
                shared.applicationId("alerting"),
                new PagingTopology(
                                config.pages().plan(),
                                shared.topics(),
                                shared.serdes(),
                                shared.clock(),
                                shared.meters())
                        .addTo(new AlertingTopology(defaults, shared.topics(), shared.serdes(), shared.meters())
                                .build()),
                StreamsSettings.of(shared, AlertingTopology.defaults()));
        SinkBoard board = new SinkBoard(shared.clock(), shared.meters());
        Console console = Console.start(
                new ConsoleConfig(
                        config.console().host(),
                        config.console().port(),
                        shared.data().path(),
                        config.consoleUrl().orElse(null),
                        config.users(),
                        config.exceptionsNeedApproval(),
                        duties),
                shared.topics(),
                shared.serdes(),
                shared.kafka(),
                new Console.Surroundings(
                        shared.clock(), shared.meters()::scrape, seals(shared), evidence.access(), board::all));
        IncidentCommands commands = IncidentCommands.connect(shared.kafka(), shared.topics(), shared.serdes());
        Pager pager = Pager.start(
                defaults.pages()
                        .withGroupPrefix(shared.applicationId("pager"))
                        .withConsoleUrl(console.address())
                        .withRetry(config.pages().retry())
                        .withRoster(config.pages().plan().roster()),
                shared.kafka(),
                new Pager.Wiring(
                        shared.topics(), shared.serdes(), shared.clock(), shared.meters(), board, shared.instanceId()),
                commands,
                // Receivers judge how fresh a signature is by the real time.
                config.pages().sinks().stream()
                        .map(sink -> sink.open(SystemClock.get()))
                        .toList());
        Optional<Heartbeat> heartbeat = config.pages()
                .heartbeat()
                .map(settings -> Heartbeat.start(settings, shared, () -> incidents.isHealthy() && pager.isRunning()));
        ReminderRunner reminders = ReminderRunner.start(console::incidents, commands, shared.clock());
        return new AlertingRole(
                incidents, commands, pager, console, evidence.startLedger(shared), heartbeat, reminders);
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
        heartbeat.ifPresent(Heartbeat::close);
        reminders.close();
        pager.close();
        ledger.close();
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
}
