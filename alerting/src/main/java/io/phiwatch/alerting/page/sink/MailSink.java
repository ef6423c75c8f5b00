package io.phiwatch.alerting.page.sink;

import io.phiwatch.alerting.page.Page;
import io.phiwatch.alerting.page.PageText;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.SinkConfig;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Mail over SMTP, with a plain and an HTML part. Mail has no key by which a receiver could tell a repeated page: the
 * {@code Message-ID} is that of the page, which many clients use to fold repeats, and a resend says that it is one.
 * {@code References} joins the pages of an incident in one thread.
 */
public final class MailSink implements Sink {
    private final Config config;
    private final InstantSource clock;
    private final Session session;

    public MailSink(Config config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.session = Session.getInstance(config.properties());
    }

    /** How the connection is kept secret. */
    public enum Security {
        /** TLS from the first byte. */
        tls,
        /** STARTTLS, and nothing without it. */
        starttls,
        /** In the clear: for a relay on the same machine. */
        none
    }

    /**
     * A mail server.
     *
     * @param from address of the sender
     * @param to who gets what is for no person
     * @param user name to log in with; null sends without
     */
    public record Config(
            String name,
            Server server,
            String from,
            List<String> to,
            @Nullable String user,
            @Nullable String password) implements SinkConfig {
        public Config {
            SinkSettings.checkName(name);
            to = List.copyOf(to);
            checkAddress("from", from);
            to.forEach(address -> checkAddress("to", address));
        }

        @Override
        public Sink open(InstantSource clock) {
            return new MailSink(this, clock);
        }

        /** Everything but the account. */
        @Override
        public String toString() {
            return "Mail[name=" + name + "]";
        }

        private static void checkAddress(String key, String address) {
            try {
                new InternetAddress(address, true).validate();
            } catch (AddressException e) {
                throw new IllegalArgumentException(key + ": must be a mail address");
            }
        }

        private Properties properties() {
            Properties properties = new Properties();
            String millis = Long.toString(server.timeout().toMillis());
            properties.putAll(java.util.Map.of(
                    "mail.smtp.host", server.host(),
                    "mail.smtp.port", Integer.toString(server.port()),
                    "mail.smtp.connectiontimeout", millis,
                    "mail.smtp.timeout", millis,
                    "mail.smtp.writetimeout", millis,
                    "mail.smtp.auth", Boolean.toString(user != null),
                    "mail.smtp.ssl.enable", Boolean.toString(server.security() == Security.tls),
                    "mail.smtp.ssl.checkserveridentity", "true",
                    "mail.smtp.starttls.enable", Boolean.toString(server.security() == Security.starttls),
                    "mail.smtp.starttls.required", Boolean.toString(server.security() == Security.starttls)));
            properties.put("mail.smtp.quitwait", "false");
            return properties;
        }
    }

    /** Where a mail server listens, and how long it may take for each answer. */
    public record Server(String host, int port, Security security, Duration timeout) {
        /** With a timeout of ten seconds. */
        public static Server of(String host, int port, Security security) {
            return new Server(host, port, security, SinkSettings.TIMEOUT);
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Attempt send(Page page) {
        List<String> receivers =
                page.to().contact() == null ? config.to() : List.of(page.to().contact());
        if (receivers.isEmpty()) {
            return new Refused("no_address");
        }
        boolean handedOver = false;
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(config.user(), config.password());
            MimeMessage message = message(page, receivers);
            handedOver = true;
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivered("accepted");
        } catch (AuthenticationFailedException e) {
            // May be an outage of the server's directory as well as a wrong password.
            return new Failed("not_authenticated");
        } catch (SendFailedException e) {
            return failed(e);
        } catch (MessagingException e) {
            return handedOver ? Failed.unsure("connection_lost") : new Failed("unreachable");
        }
    }

    /** SMTP tells for good (5xx) from for now (4xx): RFC 5321 section 4.2.1. */
    private static Attempt failed(SendFailedException e) {
        int code = e instanceof org.eclipse.angus.mail.smtp.SMTPSendFailedException smtp ? smtp.getReturnCode() : 0;
        for (Exception next = e.getNextException(); code == 0 && next != null; ) {
            if (next instanceof org.eclipse.angus.mail.smtp.SMTPAddressFailedException address) {
                code = address.getReturnCode();
            }
            next = next instanceof MessagingException more ? more.getNextException() : null;
        }
        if (code >= 500) {
            return new Refused("smtp_" + code);
        }
        return code > 0 ? new Failed("smtp_" + code) : Failed.unsure("not_sent");
    }

    private MimeMessage message(Page page, List<String> receivers) throws MessagingException {
        MimeMessage message = new PageMessage(session, "<" + page.pageId().replace(':', '.') + "@phiwatch>");
        message.setFrom(new InternetAddress(config.from()));
        for (String receiver : receivers) {
            message.addRecipient(RecipientType.TO, new InternetAddress(receiver));
        }
        message.setSubject(PageText.subject(page), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("References", "<" + page.facts().incidentId() + "@phiwatch>");
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(plain(page), "plain"));
        parts.addBodyPart(part(html(page), "html"));
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    private static String plain(Page page) {
        return PageText.subject(page) + "\n\n"
                + PageText.facts(page).entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + fact.getValue() + "\n")
                        .collect(Collectors.joining())
                + (page.url() == null ? "" : "\n" + page.url() + "\n");
    }

    private static String html(Page page) {
        return "<html><body><h2>" + escape(PageText.subject(page)) + "</h2><table>"
                + PageText.facts(page).entrySet().stream()
                        .map(fact -> "<tr><th align=\"left\">" + escape(fact.getKey()) + "</th><td>"
                                + escape(fact.getValue()) + "</td></tr>")
                        .collect(Collectors.joining())
                + "</table>"
                + (page.url() == null
                        ? ""
                        : "<p><a href=\"" + escape(page.url().toString()) + "\">Open the incident</a></p>")
                + "</body></html>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A message that keeps the id that it is given. */
    private static final class PageMessage extends MimeMessage {
        private final String id;

        PageMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
