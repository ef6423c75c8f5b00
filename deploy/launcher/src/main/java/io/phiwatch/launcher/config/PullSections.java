package io.phiwatch.launcher.config;

import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.ingest.pull.Auth;
import io.phiwatch.ingest.pull.BucketPull;
import io.phiwatch.ingest.pull.Poll;
import io.phiwatch.ingest.pull.Poll.Paging;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.ingest.pull.TopicPull;
import io.phiwatch.schema.Action;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads how the deliveries of a source are fetched: the section {@code receive}. */
final class PullSections {
    private static final Duration EVERY = Duration.ofMinutes(5);

    private PullSections() {}

    private enum Page {
        none,
        link,
        cursor,
        graphql,
        number
    }

    private enum Target {
        events,
        adapter
    }

    /** What is fetched; empty where the source's deliveries come in by themselves. */
    static Optional<Pull> read(String sourceId, Section source) {
        if (!source.has("receive")) {
            return Optional.empty();
        }
        Section receive = source.section("receive");
        List<Pull> ways = new ArrayList<>();
        if (receive.has("poll")) {
            ways.add(poll(sourceId, receive.section("poll")));
        }
        if (receive.has("topic")) {
            ways.add(topic(sourceId, receive.section("topic")));
        }
        if (receive.has("bucket")) {
            ways.add(bucket(sourceId, receive.section("bucket")));
        }
        if (ways.size() != 1) {
            source.fault("receive", "must hold one of poll, topic, bucket");
        }
        receive.rejectUnknown();
        return ways.stream().findFirst();
    }

    private static Pull topic(String sourceId, Section topic) {
        Pull read = new TopicPull(
                sourceId, topic.required("name"), topic.section("kafka").passthrough());
        topic.rejectUnknown();
        return read;
    }

    private static Pull bucket(String sourceId, Section bucket) {
        Section access = bucket.section("access");
        Pull read = new BucketPull(
                sourceId,
                bucket.optional("endpoint").map(URI::create).orElse(null),
                bucket.text("region", "us-east-1"),
                bucket.required("name"),
                bucket.text("prefix", ""),
                bucket.duration("every", EVERY),
                bucket.duration("overlap", EVERY),
                bucket.truth("lines", true),
                bucket.has("access")
                        ? new BucketPull.Access(access.required("key_id"), access.required("secret"))
                        : null);
        access.rejectUnknown();
        bucket.rejectUnknown();
        return read;
    }

    private static Poll poll(String sourceId, Section poll) {
        Poll read = new Poll(
                sourceId,
                poll.duration("every", EVERY),
                new Poll.Request(
                        poll.required("url"),
                        poll.text("query", ""),
                        poll.section("headers").passthrough(),
                        auth(poll.section("auth"))),
                paging(poll.section("page")),
                new Poll.Reading(
                        poll.text("items", ""),
                        poll.text("id", ""),
                        poll.text("time", ""),
                        poll.duration("lookback", Duration.ofHours(1)),
                        poll.duration("overlap", EVERY),
                        poll.truth("batch", false),
                        poll.section("deliver").passthrough()),
                poll.has("snapshot") ? snapshot(poll.section("snapshot")) : null,
                retry(poll.section("retry")));
        poll.rejectUnknown();
        return read;
    }

    private static Auth auth(Section section) {
        List<Auth> ways = new ArrayList<>();
        section.optional("bearer").ifPresent(token -> ways.add(new Auth.Header("Authorization", "Bearer " + token)));
        section.optional("shopify").ifPresent(token -> ways.add(new Auth.Header("X-Shopify-Access-Token", token)));
        if (section.has("basic")) {
            Section basic = section.section("basic");
            ways.add(Auth.basic(basic.required("user"), basic.required("password")));
            basic.rejectUnknown();
        }
        if (section.has("header")) {
            Section header = section.section("header");
            ways.add(new Auth.Header(header.required("name"), header.required("value")));
            header.rejectUnknown();
        }
        if (section.has("oauth2")) {
            Section oauth = section.section("oauth2");
            ways.add(new Auth.OAuth2(
                    oauth.required("token_url"),
                    oauth.required("client_id"),
                    oauth.required("client_secret"),
                    oauth.section("form").passthrough()));
            oauth.rejectUnknown();
        }
        if (ways.size() > 1) {
            section.fault("bearer", "only one of bearer, basic, header, oauth2, shopify may stand here");
        }
        section.rejectUnknown();
        return ways.isEmpty() ? new Auth.None() : ways.getFirst();
    }

    private static Paging paging(Section section) {
        Paging paging = switch (section.choice("by", Page.none, Page.class)) {
            case none -> new Paging.None();
            case link -> new Paging.Link();
            case cursor -> new Paging.Cursor(section.required("at"), section.required("parameter"));
            case graphql -> new Paging.PageInfo(section.required("at"));
            case number ->
                new Paging.Numbered(
                        section.text("parameter", "page"), section.integer("first", 1, 0, Integer.MAX_VALUE));
        };
        section.rejectUnknown();
        return paging;
    }

    private static Snapshot snapshot(Section section) {
        Snapshot snapshot = new Snapshot(
                section.required("object"),
                section.choice("created", Action.create, Action.class),
                section.choice("updated", Action.update, Action.class),
                section.choice("deleted", Action.delete, Action.class),
                new LinkedHashSet<>(section.texts("ignore")),
                section.truth("personal", false),
                section.choice("to", Target.events, Target.class) == Target.adapter);
        section.rejectUnknown();
        return snapshot;
    }

    private static Poll.Retry retry(Section section) {
        Poll.Retry otherwise = Poll.Retry.defaults();
        Poll.Retry retry = new Poll.Retry(
                section.duration("first", otherwise.first()),
                section.duration("most", otherwise.most()),
                section.integer("times", otherwise.times(), 0, 100));
        section.rejectUnknown();
        return retry;
    }
}
