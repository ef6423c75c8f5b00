package io.phiwatch.alerting.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of login links: each opens one session, once, and only for a while. Thread-safe. */
public final class LoginLinks {
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Map<Secret, Instant> expiries = new ConcurrentHashMap<>();

    public LoginLinks(InstantSource clock) {
        this.clock = clock;
    }

    /** A new token. */
    public String create() {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> !expiry.isAfter(now));
        String token = Secret.random();
        expiries.put(Secret.of(token), now.plus(LIFETIME));
        return token;
    }

    /** Uses a token up. */
    Optional<User> redeem(String token) {
        Instant expiry = expiries.remove(Secret.of(token));
        return expiry != null && expiry.isAfter(clock.instant()) ? Optional.of(User.ADMIN) : Optional.empty();
    }
}
