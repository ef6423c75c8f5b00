package io.phiwatch.alerting.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.page.DeadMansSwitch.Config;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DeadMansSwitchTest {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch asked = new CountDownLatch(2);

    @Test
    void callsForAsLongAsThePipelineLives() throws InterruptedException {
        try (Receiver service = new Receiver();
                DeadMansSwitch calls = start(service.url(), () -> true)) {
            assertThat(calls).isNotNull();
            asked.await();
            assertThat(service.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(service.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(count("sent")).isPositive();
            assertThat(count("withheld")).isZero();
        }
    }

    @Test
    void isSilentWhenThePipelineStands() throws InterruptedException {
        try (Receiver service = new Receiver();
                DeadMansSwitch calls = start(service.url(), () -> false)) {
            assertThat(calls).isNotNull();
            asked.await();
            assertThat(service.requests).isEmpty();
            assertThat(count("withheld")).isPositive();
        }
    }

    @Test
    void isSilentWhenThePipelineCannotBeAsked() throws InterruptedException {
        BooleanSupplier broken = () -> {
            throw new IllegalStateException("no broker");
        };
        try (Receiver service = new Receiver();
                DeadMansSwitch calls = start(service.url(), broken)) {
            assertThat(calls).isNotNull();
            asked.await();
            assertThat(service.requests).isEmpty();
            assertThat(count("withheld")).isPositive();
        }
    }

    @Test
    void aCallThatFailsIsCountedAndTheNextIsMade() throws InterruptedException {
        try (Receiver service = new Receiver(500);
                DeadMansSwitch calls = start(service.url(), () -> true)) {
            assertThat(calls).isNotNull();
            assertThat(service.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(service.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(count("failed")).isEqualTo(1);
        }
    }

    @Test
    void keepsItsAddressToItselfAndDoesNotCallWithoutPause() {
        assertThat(new Config(URI.create("https://example.org/secret-token"), EVERY))
                .asString()
                .doesNotContain("secret-token");
        assertThatThrownBy(() -> new Config(URI.create("https://example.org"), Duration.ofMillis(999)))
                .hasMessageContaining("every");
    }

    private DeadMansSwitch start(URI url, BooleanSupplier isAlive) {
        BooleanSupplier counted = () -> {
            asked.countDown();
            return isAlive.getAsBoolean();
        };
        return new DeadMansSwitch(new Config(url, EVERY), counted, meters).start();
    }

    private double count(String outcome) {
        return meters.counter(DeadMansSwitch.HEARTBEATS, "outcome", outcome).count();
    }
}
