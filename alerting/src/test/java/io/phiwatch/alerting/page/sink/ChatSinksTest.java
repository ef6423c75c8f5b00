package io.phiwatch.alerting.page.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.page.Receiver;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.Sink.Attempt;
import io.phiwatch.alerting.page.Sink.Failed;
import io.phiwatch.alerting.page.Sink.Refused;
import io.phiwatch.alerting.page.SinkContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatSinksTest {
    /** What every HTTP sink must do, and the body that it sends. */
    abstract static class HttpContract extends SinkContract {
        Receiver receiver = new Receiver();

        @AfterEach
        void stop() {
            receiver.close();
        }

        JsonNode sent() throws Exception {
            sink().send(PAGE);
            return new ObjectMapper().readTree(receiver.requests.take().body());
        }

        @Test
        void nothingThatIsNotOnTheListIsSent() throws Exception {
            // When
            sink().send(PAGE);
            // Then
            assertThat(new String(receiver.requests.take().body(), StandardCharsets.UTF_8))
                    .doesNotContain("Canaria")
                    .doesNotContain("529-48-2071")
                    .contains(INCIDENT);
        }

        @Test
        void anAnswerThatIsFinalIsNotTriedAgain() {
            assertThat(answer(400)).isEqualTo(new Refused("http_400"));
        }

        @Test
        void tooManyAndTroubleAreTriedAgain() {
            assertThat(answer(429)).isEqualTo(new Failed("http_429"));
            assertThat(answer(500)).isEqualTo(Failed.unsure("http_500"));
        }

        private Attempt answer(int status) {
            receiver.close();
            receiver = new Receiver(status);
            return sink().send(PAGE);
        }
    }

    @Nested
    class PagerDuty extends HttpContract {
        @Override
        protected Sink sink() {
            return new PagerDutySink(PagerDutySink.Config.of("duty", receiver.url(), "R0UT1NGK3Y"));
        }

        @Test
        void thePageTriggersUnderTheIncidentId() throws Exception {
            // When
            JsonNode event = sent();
            // Then
            assertThat(event.path("event_action").asText()).isEqualTo("trigger");
            assertThat(event.path("dedup_key").asText()).isEqualTo(INCIDENT);
            assertThat(event.path("routing_key").asText()).isEqualTo("R0UT1NGK3Y");
            assertThat(event.at("/payload/severity").asText()).isEqualTo("error");
            assertThat(event.at("/payload/summary").asText()).isEqualTo("[HIGH] Bulk patient read (acme, portal)");
            assertThat(event.at("/payload/source").asText()).isEqualTo("phiwatch/acme");
            assertThat(event.at("/links/0/href").asText()).isEqualTo("https://console.example/incidents/" + INCIDENT);
        }

        @Test
        void theConfigTellsNoKey() {
            assertThat(PagerDutySink.Config.of("duty", receiver.url(), "R0UT1NGK3Y")
                            .toString())
                    .doesNotContain("R0UT1NGK3Y");
        }
    }

    @Nested
    class Slack extends HttpContract {
        @Override
        protected Sink sink() {
            return new SlackSink(SlackSink.Config.of("chat", receiver.url(), true));
        }

        @Test
        void theMessageHasAButtonThatOpensAndOneThatAcknowledges() throws Exception {
            // When
            JsonNode message = sent();
            // Then
            JsonNode buttons = message.at("/blocks/2/elements");
            assertThat(buttons.at("/0/url").asText()).isEqualTo("https://console.example/incidents/" + INCIDENT);
            assertThat(buttons.at("/1/action_id").asText()).isEqualTo(SlackSink.ACKNOWLEDGE);
            assertThat(buttons.at("/1/value").asText()).isEqualTo(INCIDENT);
            assertThat(message.path("text").asText()).isEqualTo("[HIGH] Bulk patient read (acme, portal)");
        }
    }

    @Nested
    class Teams extends HttpContract {
        @Override
        protected Sink sink() {
            return new TeamsSink(TeamsSink.Config.of("teams", receiver.url()));
        }

        @Test
        void theCardHasALinkAndTheFacts() throws Exception {
            // When
            JsonNode card = sent().at("/attachments/0/content");
            // Then
            assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
            assertThat(card.at("/actions/0/type").asText()).isEqualTo("Action.OpenUrl");
            assertThat(card.at("/actions/0/url").asText()).endsWith(INCIDENT);
            assertThat(card.at("/body/1/facts/0/value").asText()).isEqualTo(INCIDENT);
        }
    }
}
