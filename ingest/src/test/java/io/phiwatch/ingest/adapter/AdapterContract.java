package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter owes: it lets no forgery in, survives every body, and shows no identity. */
public abstract class AdapterContract {
    protected static final String SECRET = "0123456789abcdef-secret";
    protected static final String OLD_SECRET = "fedcba9876543210-secret";
    protected static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");

    /** Identities that the payloads of {@link #payloads()} hold in as many places as they can. */
    protected static final String SSN = "519-86-4417";

    protected static final String EMAIL = "canary.person@example.org";
    protected static final String PHONE = "415-555-0177";
    protected static final String PERSON = "7733199551177";

    private static final List<String> CANARIES = List.of(SSN, EMAIL, "canary.person", PHONE, PERSON);

    protected abstract Adapter adapter();

    /** A delivery of that body with everything the platform signs or authenticates with. */
    protected abstract Delivery signed(byte[] body, String secret);

    /** Valid bodies that hold the canaries. */
    protected abstract List<String> payloads();

    /** What the platform's sources are configured with. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    protected Source source() {
        return source(SECRET, OLD_SECRET);
    }

    private Source source(String... secrets) {
        return new Source(
                "source-1",
                adapter().platform(),
                "acme",
                Environment.production,
                Surface.storefront,
                List.of(secrets),
                Duration.ofMinutes(10),
                settings());
    }

    protected final Delivery signed(String body) {
        return signed(body.getBytes(StandardCharsets.UTF_8), SECRET);
    }

    protected final List<Parsed> parse(String body) {
        return told(adapter().parse(signed(body), source()));
    }

    /** The same items; what the events among them hold must be among the {@link PlatformFacts} of the platform. */
    protected final List<Parsed> told(List<Parsed> parsed) {
        for (Parsed item : parsed) {
            if (item instanceof Parsed.Event event) {
                assertTold(event.draft());
            }
        }
        return parsed;
    }

    private void assertTold(EventDraft draft) {
        String record = System.getProperty("phiwatch.facts");
        Set<String> untold = ToldFacts.untold(adapter().platform(), draft);
        if (record == null) {
            assertThat(untold).as("facts that facts.yml lacks").isEmpty();
            return;
        }
        try {
            Files.write(Path.of(record), untold, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected final EventDraft event(String body) {
        return event(parse(body));
    }

    protected static EventDraft event(List<Parsed> parsed) {
        assertThat(parsed).hasSize(1).first().isInstanceOf(Parsed.Event.class);
        return ((Parsed.Event) parsed.getFirst()).draft();
    }

    protected static Parsed.@Nullable Reason rejection(List<Parsed> parsed) {
        assertThat(parsed).hasSize(1);
        return parsed.getFirst() instanceof Parsed.Rejected rejected ? rejected.reason() : null;
    }

    protected static List<String> revealed(EventDraft draft) {
        return draft.texts.stream()
                .map(text ->
                        text.place() + ' ' + text.field() + ' ' + text.text().reveal())
                .toList();
    }

    @Test
    void acceptsEachValidSecret() {
        byte[] body = payloads().getFirst().getBytes(StandardCharsets.UTF_8);

        assertThat(adapter().isAuthentic(signed(body, SECRET), source())).isTrue();
        assertThat(adapter().isAuthentic(signed(body, OLD_SECRET), source())).isTrue();
    }

    @Test
    void acceptsNoForgery() {
        byte[] body = payloads().getFirst().getBytes(StandardCharsets.UTF_8);
        Delivery bare = new Delivery(body, Map.of(), RECEIVED, "d-1");

        assertThat(adapter().isAuthentic(bare, source())).isFalse();
        assertThat(adapter().isAuthentic(signed(body, "another secret"), source()))
                .isFalse();
        assertThat(adapter().isAuthentic(signed(body, SECRET), source("unrelated")))
                .isFalse();
        assertThat(adapter().isAuthentic(signed(body, SECRET), source())).isTrue();
    }

    @Test
    void acceptsNothingWithoutSecrets() {
        byte[] body = payloads().getFirst().getBytes(StandardCharsets.UTF_8);

        assertThat(adapter().isAuthentic(signed(body, SECRET), source())).isTrue();
        assertThat(adapter().isAuthentic(signed(body, SECRET), source(new String[0])))
                .isFalse();
        assertThat(adapter().isAuthentic(signed(body, SECRET), source(" "))).isFalse();
    }

    static Stream<byte[]> junk() {
        byte[] invalid = {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', (byte) 0xFF, '}', '\n', (byte) 0xFE};
        byte[] huge = new byte[3_000_000];
        Arrays.fill(huge, (byte) 'x');
        Stream<String> texts = Stream.of(
                "",
                " ",
                "\n\n",
                "garbage",
                "null",
                "1",
                "\"text\"",
                "[]",
                "{}",
                "[null,1,\"x\",{},[]]",
                "{\"a\":",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[".repeat(900) + "]".repeat(900),
                "{\"n\":1e999999999,\"event_ts\":1e999999999}",
                "\uFEFF{}",
                "a\u0000b",
                "=".repeat(1_000),
                "{\"resourceType\":\"Bundle\",\"entry\":5}",
                "type=",
                "type=\"LOGIN",
                "[[",
                "- - [] \"\"");
        return Stream.concat(texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), Stream.of(invalid, huge));
    }

    @ParameterizedTest(name = "body {index}")
    @MethodSource("junk")
    void survivesAnyBody(byte[] body) {
        Delivery delivery = signed(body, SECRET);

        assertThatCode(() -> {
                    List<Parsed> parsed = adapter().parse(delivery, source());
                    assertThat(parsed).doesNotContainNull();
                    adapter().challenge(delivery, source());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void survivesDamagedPayloadsAndStillShowsNoIdentity() {
        Random random = new Random(20_261_123);
        String[] shapes = {"null", "{}", "[]", "1e400", "-1", "\"\"", "[[]]", "true", "\"\\u0000\""};
        for (String payload : payloads()) {
            for (int round = 0; round < 400; round++) {
                int cut = random.nextInt(payload.length());
                int end = Math.min(payload.length(), cut + random.nextInt(12));
                String damaged = payload.substring(0, cut) + shapes[round % shapes.length] + payload.substring(end);

                List<Parsed> parsed = adapter().parse(signed(damaged), source());

                assertThat(clear(parsed)).noneMatch(text -> text.contains(EMAIL) || text.contains(PERSON));
            }
        }
    }

    @Test
    void showsNoIdentityInTheClear() {
        for (String payload : payloads()) {
            List<Parsed> parsed = parse(payload);

            assertThat(parsed).isNotEmpty().noneMatch(item -> item instanceof Parsed.Rejected);
            for (String canary : CANARIES) {
                assertThat(clear(parsed)).noneMatch(text -> text.contains(canary));
            }
        }
    }

    @Test
    void givesTheSameIdWhenReadAgain() {
        for (String payload : payloads()) {
            List<String> first = ids(parse(payload));

            assertThat(ids(parse(payload))).isEqualTo(first).doesNotHaveDuplicates();
        }
    }

    private static List<String> ids(List<Parsed> parsed) {
        return parsed.stream()
                .map(item -> switch (item) {
                    case Parsed.Event event -> event.draft().id;
                    case Parsed.Reference row ->
                        row.draft().table + row.draft().part + row.draft().id.hashCode();
                    case Parsed.Rejected rejected -> "rejected";
                })
                .toList();
    }

    /** Everything of an item that is not wrapped. */
    private static List<String> clear(List<Parsed> parsed) {
        List<String> texts = new ArrayList<>();
        for (Parsed item : parsed) {
            switch (item) {
                case Parsed.Rejected rejected -> texts.add(String.valueOf(rejected.field()));
                case Parsed.Event event -> addClear(event.draft(), texts);
                case Parsed.Reference row -> texts.add(row.draft().id + " " + row.draft().columns);
            }
        }
        return texts;
    }

    private static void addClear(EventDraft draft, List<String> into) {
        into.add(draft.id);
        into.add(String.valueOf(draft.actionNative));
        into.add(String.valueOf(draft.objectType));
        into.add(String.valueOf(draft.objectId));
        into.add(String.valueOf(draft.destinationHost));
        into.addAll(draft.actorRoles);
        into.addAll(draft.attributes.keySet());
        into.addAll(draft.attributes.values());
        into.add(draft.actor + " " + draft.patients + draft.session + draft.clientAddress + draft.objectPerson);
        into.add(draft.texts.toString().replaceAll("field=[^,]*", ""));
    }
}
