package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.ingest.tls.TestCertificates;
import io.phiwatch.schema.Heartbeat;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class SyslogReceiverTest extends RunningIngest {
    private static final String HEADER = "<134>1 2026-03-01T12:00:00Z edge audit 1 ID47 - ";

    @Test
    void takesMessagesOfAnAllowedAddress() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("127.0.0.0/8")), Optional.empty(), List.of()));

        // When
        send(counted(HEADER + "e1 a 10.0.0.1 c d e") + HEADER + "e2 a 10.0.0.1 c d e\n" + HEADER
                + "e3 a 10.0.0.1 c d e");

        // Then
        await(() -> events().size() == 3);
        assertThat(adapter.last.text()).startsWith("e3 a");
        assertThat(adapter.last.header("Syslog-App-Name")).hasValue("audit");
        assertThat(adapter.last.header("Syslog-Hostname")).hasValue("edge");
        assertThat(adapter.last.header("Syslog-Msgid")).hasValue("ID47");
        assertThat(adapter.last.header("Syslog-Timestamp")).hasValue("2026-03-01T12:00:00Z");
    }

    @Test
    void turnsStrangersAway() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("192.0.2.0/24")), Optional.empty(), List.of()));

        // When
        send(HEADER + "e1 a 10.0.0.1 c d e\n");

        // Then
        await(() -> listenerCount("phiwatch.syslog.turned.away") == 1);
        assertThat(events()).isEmpty();
    }

    @Test
    void knowsSendersByTheirCertificate() throws Exception {
        // Given
        TestCertificates certificates = TestCertificates.make(folder.resolve("tls"), "ehr", "other");
        restart(listening(
                new AllowedPeers(List.of("ehr"), List.of()), Optional.of(certificates.tls(false)), List.of()));

        // When
        send(certificates.client("other"), HEADER + "e1 a 10.0.0.1 c d e\n");
        send(certificates.client(), HEADER + "e2 a 10.0.0.1 c d e\n");
        send(certificates.client("ehr"), HEADER + "e3 a 10.0.0.1 c d e\n");

        // Then
        await(() -> listenerCount("phiwatch.syslog.turned.away") == 2 && events().size() == 1);
        assertThat(adapter.last.text()).startsWith("e3");
    }

    @Test
    void tellsSourcesApartByApplication() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("127.0.0.1")), Optional.empty(), List.of("audit")));

        // When
        send(HEADER.replace("audit", "cron") + "e1 a 10.0.0.1 c d e\n" + HEADER + "e2 a 10.0.0.1 c d e\n");

        // Then
        await(() -> events().size() == 1);
        assertThat(adapter.last.text()).startsWith("e2");
        assertThat(listenerCount("phiwatch.syslog.unrouted")).isEqualTo(1);
    }

    @Test
    void stopsReadingWhileTheBrokerIsAwayAndLosesNothing() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("127.0.0.1")), Optional.empty(), List.of()));
        brokerFailure = new TimeoutException();

        // When
        try (Socket socket = new Socket("127.0.0.1", ingest.syslogPorts().get("main"))) {
            write(socket, HEADER + "e1 a 10.0.0.1 c d e\n");
            await(() -> count("failed") >= 1);
            write(socket, HEADER + "e2 a 10.0.0.1 c d e\n");
            brokerFailure = null;
            // what is sent is counted a moment later
            await(() -> count("accepted") == 2);
        }

        // Then
        assertThat(events()).hasSize(2);
    }

    @Test
    void skipsWhatIsTooLongAndCountsIt() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("127.0.0.1")), Optional.empty(), List.of()));

        // When
        send(counted(HEADER + "x".repeat(2_000)) + counted(HEADER + "e1 a 10.0.0.1 c d e"));

        // Then
        await(() -> events().size() == 1);
        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void countsTheMessagesThatASenderNumberedAndThatDidNotCome() throws Exception {
        // Given
        restart(listening(new AllowedPeers(List.of(), List.of("127.0.0.1")), Optional.empty(), List.of()));
        String numbered = HEADER.replace(" - ", " [meta sequenceId=\"%d\"] ");

        // When
        send(numbered.replace("%d", "7") + "e1 a 10.0.0.1 c d e\n" + numbered.replace("%d", "11")
                + "e2 a 10.0.0.1 c d e\n");
        await(() -> events().size() == 2);
        now = START.plusSeconds(1);
        ingest.tick();

        // Then
        assertThat(values(topics.heartbeats(), Heartbeat.class).stream()
                        .map(Heartbeat.class::cast)
                        .mapToLong(Heartbeat::getMissing)
                        .sum())
                .isEqualTo(3);
    }

    private IngestConfig listening(
            AllowedPeers peers, Optional<io.phiwatch.ingest.tls.Tls> tls, List<String> appNames) {
        IngestConfig config = config();
        Inlet inlet = new Inlet(peers, Optional.of(new SyslogRoute("main", appNames, List.of())), List.of(), false);
        return new IngestConfig(
                config.http(),
                List.of(new SyslogListener("main", "127.0.0.1", 0, tls, 1_000, 10)),
                config.privacy(),
                config.networks(),
                config.databases(),
                config.destinations(),
                config.state(),
                new IngestConfig.Sources(List.of(SOURCE), Map.of(SOURCE.id(), inlet), List.of()));
    }

    private double listenerCount(String metric) {
        return registry.find(metric).counter() == null
                ? 0
                : registry.get(metric).counter().count();
    }

    private void send(String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ingest.syslogPorts().get("main"))) {
            write(socket, bytes);
        }
    }

    private void send(SSLContext client, String bytes) throws IOException {
        try (Socket socket = client.getSocketFactory()
                .createSocket("127.0.0.1", ingest.syslogPorts().get("main"))) {
            write(socket, bytes);
        }
    }

    private static void write(Socket socket, String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String counted(String message) {
        return message.length() + " " + message;
    }
}
