package io.phiwatch.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.TestSource;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.pull.FakeApi.Asked;
import io.phiwatch.ingest.pull.FakeApi.Reply;
import io.phiwatch.ingest.pull.Poll.Paging;
import io.phiwatch.schema.Action;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PollerTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Poll.Retry QUICK = new Poll.Retry(Duration.ofMillis(5), Duration.ofMillis(20), 3);
    private static final Snapshot APPS =
            new Snapshot("app", Action.install, Action.update, Action.uninstall, Set.of("seen"), false, false);

    @TempDir
    private Path folder;

    /** The server's items: name and time. */
    private final TreeMap<String, Instant> items = new TreeMap<>();

    private final List<String> taken = new ArrayList<>();
    private final List<EventDraft> events = new ArrayList<>();
    private final FakeApi api = new FakeApi(this::page);
    private int refusals;

    @AfterEach
    void stop() {
        api.close();
    }

    /** Pages of three; every page repeats the last item of the one before. */
    private Reply page(Asked asked) {
        int from = asked.uri().contains("page=") ? Integer.parseInt(asked.uri().replaceAll(".*page=", "")) : 0;
        List<String> names = List.copyOf(items.keySet());
        String listed = names.subList(Math.max(0, from - 1), Math.min(names.size(), from + 3)).stream()
                .map(name -> "{\"id\":\"" + name + "\",\"at\":\"" + items.get(name) + "\"}")
                .collect(Collectors.joining(","));
        String next = from + 3 < names.size() ? "\"" + (from + 3) + "\"" : "null";
        return Reply.ok("{\"data\":{\"items\":[" + listed + "]},\"next\":" + next + "}");
    }

    private void item(String name, int seconds) {
        items.put(name, START.plusSeconds(seconds));
    }

    private Poll poll(Paging paging, Poll.Request request, @Nullable Snapshot snapshot) {
        return new Poll(
                TestSource.SOURCE.id(),
                Duration.ofMinutes(1),
                request,
                paging,
                new Poll.Reading("data.items", "id", "at", Duration.ofHours(1), Duration.ofMinutes(5), false, Map.of()),
                snapshot,
                QUICK);
    }

    private Poll cursor(@Nullable Snapshot snapshot) {
        return poll(new Paging.Cursor("next", "page"), get("/items?since={since}", new Auth.None()), snapshot);
    }

    private Poll.Request get(String path, Auth auth) {
        return new Poll.Request(api.url(path), "", Map.of(), auth);
    }

    private void take(Source source, Adapter adapter, Delivery delivery) {
        if (refusals > 0) {
            refusals--;
            throw new IllegalStateException("broker");
        }
        if (adapter instanceof ChangeAdapter) {
            adapter.parse(delivery, source).forEach(parsed -> events.add(((Parsed.Event) parsed).draft()));
        } else {
            taken.add(delivery.text().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"));
        }
    }

    /** A process that starts on what the last one left, fetches once and ends. */
    private void restartAndFetch(Poll poll) throws InterruptedException {
        StateFile state = StateFile.ofPull(
                folder.resolve("pull"),
                TestSource.SOURCE,
                Keysets.open(folder, true).sealer("sealed"));
        Fed fed = new Fed(TestSource.SOURCE, new OwnAdapter(), this::take);
        try (Poller poller = new Poller(poll, fed, state, () -> START.plusSeconds(600))) {
            poller.fetch(new CountDownLatch(1));
        }
    }

    @Test
    void takesEachItemOnceThroughPagesLimitsFailuresRepeatsAndRestarts() throws Exception {
        // Given
        for (int i = 0; i < 8; i++) {
            item("e" + i, i);
        }
        Reply limited = new Reply(429, Map.of("Retry-After", "0.05"), "");
        Reply down = new Reply(503, Map.of(), "");

        // When: it pages, is limited and fails
        api.fail(limited, down);
        restartAndFetch(cursor(null));
        // and again with a late item, a new one and a broker that is away for the second of them
        item("e3-late", 3);
        item("e9", 9);
        refusals = 1;
        assertThatThrownBy(() -> restartAndFetch(cursor(null))).isInstanceOf(IllegalStateException.class);
        // and again, where the API is down for good behind the first page
        api.fail(Reply.ok(page(new Asked("GET", "/items", Map.of(), "")).body()), down, down, down, down);
        assertThatThrownBy(() -> restartAndFetch(cursor(null))).isInstanceOf(PullException.class);
        restartAndFetch(cursor(null));
        restartAndFetch(cursor(null));

        // Then
        assertThat(taken).containsExactlyInAnyOrder("e0", "e1", "e2", "e3", "e3-late", "e4", "e5", "e6", "e7", "e9");
    }

    @Test
    void takesNothingAgainFromAnApiThatListsAll() throws Exception {
        item("old", -7_200);
        item("first", -1_800);
        item("last", 0);

        restartAndFetch(cursor(null));
        restartAndFetch(cursor(null));
        restartAndFetch(cursor(null));

        assertThat(taken).containsExactly("first", "last");
    }

    @Test
    void asksFromTheNewestItemLessTheOverlap() throws Exception {
        item("e1", 0);

        restartAndFetch(cursor(null));
        restartAndFetch(cursor(null));

        assertThat(api.asked)
                .extracting(Asked::uri)
                .containsExactly("/items?since=2026-03-01T11:10:00Z", "/items?since=2026-03-01T11:55:00Z");
    }

    @Test
    void followsLinksPageInfoAndNumbers() throws Exception {
        for (int i = 0; i < 5; i++) {
            item("e" + i, i);
        }
        String list = "{\"data\":{\"items\":[{\"id\":\"%s\"}],\"pageInfo\":{\"hasNextPage\":%s,\"endCursor\":\"c1\"}}}";
        Poll.Request graphql = new Poll.Request(api.url("/graphql"), "query {since}", Map.of(), new Auth.None());

        api.fail(
                new Reply(
                        200,
                        Map.of("Link", "</self>; rel=\"self\", </two>; rel=\"next\""),
                        list.formatted("l1", "false")),
                Reply.ok(list.formatted("l2", "false")));
        restartAndFetch(poll(new Paging.Link(), get("/one", new Auth.None()), null));
        api.fail(Reply.ok(list.formatted("g1", "true")), Reply.ok(list.formatted("g2", "false")));
        restartAndFetch(poll(new Paging.PageInfo("data.pageInfo"), graphql, null));
        api.fail(Reply.ok(list.formatted("n1", "false")), Reply.ok("{\"data\":{\"items\":[]}}"));
        restartAndFetch(poll(new Paging.Numbered("p", 1), get("/list?p=0", new Auth.None()), null));

        assertThat(taken).containsExactly("l1", "l2", "g1", "g2", "n1");
        assertThat(api.asked)
                .extracting(Asked::uri)
                .containsExactly("/one", "/two", "/graphql", "/graphql", "/list?p=1", "/list?p=2");
        assertThat(api.asked.get(3).body()).contains("\"cursor\":\"c1\"");
    }

    @Test
    void neverFollowsALinkToAnotherServer() {
        api.fail(new Reply(
                200,
                Map.of("Link", "<https://evil.example/two>; rel=next"),
                "{\"data\":{\"items\":[{\"id\":\"1\"}]}}"));

        assertThatThrownBy(() -> restartAndFetch(poll(new Paging.Link(), get("/", new Auth.None()), null)))
                .isInstanceOf(PullException.class)
                .hasMessageNotContaining("evil");
    }

    @Test
    void signsInAndRenewsATokenThatIsRefused() throws Exception {
        item("e1", 1);
        Auth oauth = new Auth.OAuth2(api.url("/token"), "client", "s3cret", Map.of("scope", "logs"));
        api.fail(
                Reply.ok("{\"access_token\":\"t1\",\"expires_in\":3600}"),
                new Reply(401, Map.of(), ""),
                Reply.ok("{\"access_token\":\"t2\",\"expires_in\":3600}"));

        restartAndFetch(poll(new Paging.None(), get("/items", oauth), null));
        restartAndFetch(
                poll(new Paging.None(), get("/items", new Auth.Header("X-Shopify-Access-Token", "shpat")), null));

        assertThat(taken).containsExactly("e1");
        assertThat(api.asked.get(0).body()).isEqualTo("grant_type=client_credentials&scope=logs");
        assertThat(api.asked.get(1).header("Authorization")).isEqualTo("Bearer t1");
        assertThat(api.asked.get(3).header("Authorization")).isEqualTo("Bearer t2");
        assertThat(api.asked.getLast().header("X-shopify-access-token")).isEqualTo("shpat");
        assertThat(oauth.toString()).doesNotContain("s3cret");
    }

    @Test
    void doesNotRepeatWhatIsRefusedForGood() {
        api.fail(new Reply(403, Map.of(), "secret content"));

        assertThatThrownBy(() -> restartAndFetch(cursor(null)))
                .isInstanceOf(PullException.class)
                .hasMessage("status 403");
        assertThat(api.asked).hasSize(1);
    }

    @Test
    void tellsTheChangesOfAListOnce() throws Exception {
        // Given
        api.fail(list("{\"id\":\"a\",\"v\":1,\"seen\":1},{\"id\":\"b\",\"v\":1}"));
        restartAndFetch(cursor(APPS));
        assertThat(events).isEmpty();

        // When: b is gone, c is new, a changed; the broker is away at first
        Reply changed = list("{\"seen\":2,\"v\":2,\"scopes\":[\"read_orders\"],\"id\":\"a\"},{\"id\":\"c\"}");
        api.fail(changed, changed, changed);
        refusals = 1;
        assertThatThrownBy(() -> restartAndFetch(cursor(APPS))).isInstanceOf(IllegalStateException.class);
        restartAndFetch(cursor(APPS));
        restartAndFetch(cursor(APPS));

        // Then
        assertThat(events)
                .extracting(draft -> draft.action + " " + draft.objectType + " " + draft.objectId + " "
                        + draft.attributes.get("fields"))
                .containsExactly("update app a scopes,v", "uninstall app b null", "install app c null");
        assertThat(events).extracting(draft -> draft.id).doesNotHaveDuplicates();
        assertThat(events)
                .allSatisfy(draft -> assertThat(draft.attributes.values()).noneMatch(v -> v.contains("read")));
    }

    @Test
    void tellsWhatComesBackAgain() throws Exception {
        Reply with = list("{\"id\":\"a\"},{\"id\":\"b\"}");
        Reply without = list("{\"id\":\"a\"}");
        api.fail(without, with, without, with);

        for (int i = 0; i < 4; i++) {
            restartAndFetch(cursor(APPS));
        }

        assertThat(events)
                .extracting(draft -> draft.action)
                .containsExactly(Action.install, Action.uninstall, Action.install);
        assertThat(events).extracting(draft -> draft.id).doesNotHaveDuplicates();
    }

    @Test
    void saysNothingOfAListThatCameInPartOnly() throws Exception {
        for (int i = 0; i < 5; i++) {
            item("a" + i, i);
        }
        restartAndFetch(cursor(APPS));
        Reply gone = new Reply(404, Map.of(), "");
        api.fail(page(new Asked("GET", "/items", Map.of(), "")), gone);

        assertThatThrownBy(() -> restartAndFetch(cursor(APPS))).isInstanceOf(PullException.class);
        restartAndFetch(cursor(APPS));

        assertThat(events).isEmpty();
    }

    @Test
    void hidesPeopleAndKeepsNothingReadable() throws Exception {
        Snapshot staff = new Snapshot("user", Action.grant, Action.grant, Action.revoke, Set.of(), true, false);
        api.fail(list("{\"id\":\"1\"}"), list("{\"id\":\"1\"},{\"id\":\"canary@example.org\"}"));

        restartAndFetch(cursor(staff));
        restartAndFetch(cursor(staff));

        assertThat(events).singleElement().satisfies(draft -> {
            assertThat(draft.objectId).isNull();
            assertThat(draft.objectPerson).hasToString("[redacted]");
        });
        byte[] saved = Files.readAllBytes(folder.resolve("pull").resolve(TestSource.SOURCE.id() + ".state"));
        assertThat(new String(saved, StandardCharsets.ISO_8859_1))
                .doesNotContain("canary")
                .doesNotContain("revision");
    }

    private static Reply list(String items) {
        return Reply.ok("{\"data\":{\"items\":[" + items + "]}}");
    }

    /** Stands for the source's own adapter; the door only looks at who it is. */
    private static final class OwnAdapter implements Adapter {
        @Override
        public String platform() {
            return "fake";
        }

        @Override
        public boolean isAuthentic(Delivery delivery, Source source) {
            return false;
        }

        @Override
        public boolean repeats() {
            return true;
        }

        @Override
        public List<Parsed> parse(Delivery delivery, Source source) {
            return List.of();
        }
    }
}
