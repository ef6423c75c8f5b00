package io.phiwatch.ingest.pull;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Leads a poll from its first request to its last. Pure; one for each poll. */
final class Pages {
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern NEXT = Pattern.compile("rel\\s*=\\s*\"?[^\"]*\\bnext\\b", Pattern.CASE_INSENSITIVE);

    private final Poll poll;
    private final Instant since;

    Pages(Poll poll, Instant since) {
        this.poll = poll;
        this.since = since;
    }

    Ask first() {
        URI uri = URI.create(SinceTemplate.fill(poll.request().url(), since));
        return switch (poll.paging()) {
            case Poll.Paging.Numbered number ->
                ask(with(uri, number.parameter(), Integer.toString(number.first())), "");
            case Poll.Paging.None none -> ask(uri, "");
            case Poll.Paging.Link link -> ask(uri, "");
            case Poll.Paging.Cursor cursor -> ask(uri, "");
            case Poll.Paging.PageInfo info -> ask(uri, "");
        };
    }

    /**
     * The request for the next page; empty behind the last. A page with nothing new on it is the last one anyhow.
     *
     * @param number of the page that was answered, from 0
     * @throws PullException if the next page is said to be at another server
     */
    Optional<Ask> next(Ask asked, Answered answered, int number) {
        return switch (poll.paging()) {
            case Poll.Paging.None none -> Optional.empty();
            case Poll.Paging.Link link -> linked(asked, answered);
            case Poll.Paging.Cursor cursor -> {
                String value = text(node(answered.document(), cursor.path()));
                yield value.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ask(with(asked.uri(), cursor.parameter(), value), ""));
            }
            case Poll.Paging.PageInfo info -> {
                JsonNode page = node(answered.document(), info.path());
                String end = text(page, "endCursor");
                yield page.path("hasNextPage").asBoolean() && !end.isEmpty()
                        ? Optional.of(ask(asked.uri(), end))
                        : Optional.empty();
            }
            case Poll.Paging.Numbered counted -> {
                String following = Integer.toString(counted.first() + number + 1);
                yield Optional.of(ask(with(asked.uri(), counted.parameter(), following), ""));
            }
        };
    }

    /** Descends a dotted path; an empty one stays. */
    static JsonNode node(JsonNode from, String path) {
        return path.isEmpty() ? from : at(from, path.split("\\."));
    }

    private Ask ask(URI uri, String cursor) {
        if (!poll.request().isGraphql()) {
            return new Ask(uri, null);
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("query", SinceTemplate.fill(poll.request().query(), since));
        ObjectNode variables = body.putObject("variables");
        if (cursor.isEmpty()) {
            variables.putNull("cursor");
        } else {
            variables.put("cursor", cursor);
        }
        return new Ask(uri, JsonPayload.bytes(body));
    }

    private Optional<Ask> linked(Ask asked, Answered answered) {
        Matcher links = LINK.matcher(String.join(",", answered.all("Link")));
        while (links.find()) {
            if (NEXT.matcher(links.group(2)).find()) {
                URI next = asked.uri().resolve(links.group(1));
                if (!origin(next).equals(origin(asked.uri()))) {
                    // our credentials would go there
                    throw new PullException("the next page is at another server");
                }
                return Optional.of(ask(next, ""));
            }
        }
        return Optional.empty();
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The address with that parameter, in place of one of the same name. */
    private static URI with(URI uri, String name, String value) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String parameter = name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8);
        String others = Stream.concat(
                        Arrays.stream(query.split("&")).filter(part -> !part.isEmpty() && !part.startsWith(name + '=')),
                        Stream.of(parameter))
                .collect(Collectors.joining("&"));
        String whole = uri.toString();
        int mark = whole.indexOf('?');
        return URI.create((mark < 0 ? whole : whole.substring(0, mark)) + '?' + others);
    }
}
