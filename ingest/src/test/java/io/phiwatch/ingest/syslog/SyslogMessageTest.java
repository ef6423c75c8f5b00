package io.phiwatch.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyslogMessageTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void readsRfc5424() {
        SyslogMessage message = parse("<134>1 2026-01-01T23:59:58.123456+01:00 ehr-1 audit 77 DICOM+RFC3881 "
                + "[meta sequenceId=\"29\"][x@32473 a=\"q\\\"]\" b=\"\"] \uFEFF<AuditMessage>é</AuditMessage>");

        assertThat(message.time()).hasValue(Instant.parse("2026-01-01T22:59:58.123456Z"));
        assertThat(message.hostname()).isEqualTo("ehr-1");
        assertThat(message.appName()).isEqualTo("audit");
        assertThat(message.process()).isEqualTo("77");
        assertThat(message.messageId()).isEqualTo("DICOM+RFC3881");
        assertThat(message.sequence()).hasValue(29);
        assertThat(body(message)).isEqualTo("<AuditMessage>é</AuditMessage>");
    }

    @Test
    void readsRfc5424WithNothingInIt() {
        SyslogMessage message = parse("<13>1 - - - - - -");

        assertThat(message.time()).isEmpty();
        assertThat(message.hostname() + message.appName() + message.messageId()).isEmpty();
        assertThat(message.sequence()).isEmpty();
        assertThat(body(message)).isEmpty();
    }

    @Test
    void readsRfc3164() {
        SyslogMessage message = parse("<34>Dec 31 22:14:15 mymachine su[230]: 'su root' failed");

        assertThat(message.time()).hasValue(Instant.parse("2025-12-31T22:14:15Z"));
        assertThat(message.hostname()).isEqualTo("mymachine");
        assertThat(message.appName()).isEqualTo("su");
        assertThat(message.process()).isEqualTo("230");
        assertThat(body(message)).isEqualTo("'su root' failed");
    }

    @Test
    void readsAOneDigitDayAndNoProcess() {
        SyslogMessage message = parse("<190>Jan  1 09:00:00 web nginx: 192.0.2.1 - - [x] \"GET /\"");

        assertThat(message.time()).hasValue(Instant.parse("2026-01-01T09:00:00Z"));
        assertThat(message.appName()).isEqualTo("nginx");
        assertThat(body(message)).isEqualTo("192.0.2.1 - - [x] \"GET /\"");
    }

    @Test
    void readsWhatRsyslogForwardsByDefault() {
        SyslogMessage message = parse("<30>2026-01-01T09:00:00.5+00:00 web app[1]: text");

        assertThat(message.time()).hasValue(Instant.parse("2026-01-01T09:00:00.500Z"));
        assertThat(message.hostname()).isEqualTo("web");
        assertThat(message.appName()).isEqualTo("app");
        assertThat(body(message)).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no priority at all",
                "<999>1 - - - - - - text",
                "<13 text",
                "",
                "<>x",
            })
    void takesAllOfItWhereThereIsNoPriority(String text) {
        SyslogMessage message = parse(text);

        assertThat(body(message)).isEqualTo(text);
        assertThat(message.appName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 - - - - -",
                "1 2026-01-01T09:00:00Z host app 1 id [unclosed a=\"b\" text",
                "1 2026-01-01T09:00:00Z host app 1 id [x a=\"b] text",
                "1 2026-01-01T09:00:00Z host app 1 id nothing",
                "Foo 99 99:99:99 host tag: text",
                "just text",
            })
    void takesWhatFollowsThePriorityWhereThereIsNoHeader(String text) {
        assertThat(body(parse("<13>" + text))).isEqualTo(text);
    }

    @Test
    void neverFailsAndNeverAddsBytes() {
        Random random = new Random(5424);
        byte[] model =
                "<134>1 2026-01-01T23:59:58Z h a 1 id [m sequenceId=\"2\"] text".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = new byte[random.nextInt(80)];
            random.nextBytes(frame);
            if (i % 2 == 0) {
                frame = model.clone();
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                }
            }
            assertThat(SyslogMessage.parse(frame, RECEIVED).body()).hasSizeLessThanOrEqualTo(frame.length);
        }
    }

    @Test
    void printsNoContent() {
        assertThat(parse("<13>1 - canary canary - - - canary").toString()).doesNotContain("canary");
    }

    private static SyslogMessage parse(String text) {
        return SyslogMessage.parse(text.getBytes(StandardCharsets.UTF_8), RECEIVED);
    }

    private static String body(SyslogMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
