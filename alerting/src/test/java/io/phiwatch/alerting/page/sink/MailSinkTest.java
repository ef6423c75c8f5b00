package io.phiwatch.alerting.page.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.Sink.Failed;
import io.phiwatch.alerting.page.SinkContract;
import io.phiwatch.alerting.page.sink.MailSink.Security;
import io.phiwatch.alerting.page.sink.MailSink.Server;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailSinkTest extends SinkContract {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Override
    protected Sink sink() {
        return sink(server.getSmtp().getPort(), Duration.ofSeconds(10));
    }

    @Test
    void theMailHasAPlainAndAnHtmlPartAndNothingThatIsNotOnTheList() throws Exception {
        // When
        sink().send(PAGE);
        // Then
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[HIGH] Bulk patient read (acme, portal)");
        assertThat(mail.getHeader("References")).containsExactly("<" + INCIDENT + "@phiwatch>");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent().toString())
                .contains("Incident: " + INCIDENT)
                .contains("https://console.example/incidents/" + INCIDENT);
        assertThat(parts.getBodyPart(1).getContent().toString()).contains("<a href=\"https://console.example/");
        assertThat(GreenMailUtil.getWholeMessage(mail))
                .doesNotContain("Canaria")
                .doesNotContain("529-48-2071");
    }

    @Test
    void aResendKeepsTheMessageIdAndSaysWhatItIs() throws Exception {
        // Given
        Sink sink = sink();
        // When
        sink.send(PAGE);
        sink.send(SinkContract.resend());
        // Then
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails[1].getMessageID()).isEqualTo(mails[0].getMessageID());
        assertThat(mails[1].getSubject()).contains("sent again");
        assertThat(mails[0].getSubject()).doesNotContain("sent again");
    }

    @Test
    void whatIsForAPersonGoesToThemAlone() throws Exception {
        // When
        sink().send(SinkContract.to("dana", "dana@example.org"));
        // Then
        assertThat(server.getReceivedMessages()[0].getRecipients(RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("dana@example.org");
    }

    @Test
    void aServerThatIsAwayMayBeTriedAgain() throws Exception {
        // Given
        int port = server.getSmtp().getPort();
        server.stop();
        // Then
        assertThat(sink(port, Duration.ofSeconds(1)).send(PAGE)).isEqualTo(new Failed("unreachable"));
    }

    @Test
    void aServerThatHangsIsLeftAfterItsTime() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            Sink.Attempt attempt =
                    sink(silent.getLocalPort(), Duration.ofMillis(300)).send(PAGE);
            // Then
            assertThat(attempt).isInstanceOf(Failed.class);
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedAtTheStart() {
        assertThatThrownBy(() -> config(25, Duration.ofSeconds(1), "nobody at all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("to: must be a mail address");
    }

    private static Sink sink(int port, Duration timeout) {
        return new MailSink(config(port, timeout, "security@example.org"), () -> Alerts.START);
    }

    private static MailSink.Config config(int port, Duration timeout, String to) {
        return new MailSink.Config(
                "mail",
                new Server("127.0.0.1", port, Security.none, timeout),
                "phiwatch@example.org",
                List.of(to),
                null,
                null);
    }
}
