package io.phiwatch.ingest.adapter.weblog;

import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.weblog.LineTokens.Kind;
import io.phiwatch.ingest.adapter.weblog.LineTokens.Token;
import io.phiwatch.ingest.phi.UrlText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the common and the combined log format, with or without a virtual host or a syslog header before them, the two
 * formats of Nginx Proxy Manager, which begin with the time, and <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">that of
 * AWS' Application Load Balancer</a>.
 */
final class TextLine {
    private static final DateTimeFormatter COMMON_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final Set<String> BALANCER_TYPES = Set.of("http", "https", "h2", "grpcs", "ws", "wss");
    private static final int BALANCER_REQUEST = 12;

    private TextLine() {}

    /**
     * The line; empty where it isn't an access line.
     *
     * @param line without syslog header
     */
    static Optional<AccessLine> parse(String line) {
        List<Token> tokens = LineTokens.of(line);
        AccessLine.Builder access = new AccessLine.Builder();
        if (!tokens.isEmpty() && BALANCER_TYPES.contains(tokens.getFirst().text())) {
            return balancer(tokens, access) ? Optional.of(access.build()) : Optional.empty();
        }
        int time = indexOfTime(tokens);
        if (time < 0) {
            return Optional.empty();
        }
        access.time = commonTime(tokens.get(time).text()).orElse(null);
        List<Token> before = tokens.subList(0, time);
        List<Token> after = tokens.subList(time + 1, tokens.size());
        boolean read = before.isEmpty() ? proxyManager(after, access) : combined(before, after, access);
        return read ? Optional.of(access.build()) : Optional.empty();
    }

    /** {@code https time elb client:port target:port 3 durations 2 statuses 2 sizes "request" "agent" …}. */
    private static boolean balancer(List<Token> tokens, AccessLine.Builder access) {
        access.time = JsonPayload.time(text(tokens, 1)).orElse(null);
        if (access.time == null || !quoted(tokens, BALANCER_REQUEST).contains(" ")) {
            return false;
        }
        access.scheme = tokens.getFirst().text();
        access.client = text(tokens, 3);
        access.status(text(tokens, 8));
        access.bytes(text(tokens, 11));
        access.request(quoted(tokens, BALANCER_REQUEST));
        access.host = UrlText.of(access.target).host();
        access.userAgent = quoted(tokens, BALANCER_REQUEST + 1);
        return true;
    }

    private static boolean combined(List<Token> before, List<Token> after, AccessLine.Builder access) {
        int client = before.size() > 1 && isAddress(before.get(1).text()) ? 1 : 0;
        if (client == 1) {
            access.host = before.get(0).text();
        }
        access.client = before.get(client).text();
        int user = client + 2;
        if (user < before.size()) {
            // basic authentication allows blanks in names
            access.user = AccessLine.Builder.given(before.subList(user, before.size()).stream()
                    .map(Token::text)
                    .collect(Collectors.joining(" ")));
        }
        if (after.isEmpty() || !after.get(0).is(Kind.QUOTED)) {
            return false;
        }
        access.request(after.get(0).text());
        int status = indexOfStatus(after);
        access.status(text(after, status));
        access.bytes(text(after, status + 1));
        access.referrer = quoted(after, status + 2);
        access.userAgent = quoted(after, status + 3);
        return true;
    }

    /** Behind the request, or further on where quotes in a garbage request were not escaped. */
    private static int indexOfStatus(List<Token> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is(Kind.WORD) && token.text().length() == 3 && AccessLine.Builder.number(token.text()) != null) {
                return i;
            }
            if (token.is(Kind.QUOTED)) {
                break;
            }
        }
        return 1;
    }

    private static boolean proxyManager(List<Token> tokens, AccessLine.Builder access) {
        Optional<String> client = labelled(tokens, "Client ");
        return client.isPresent() ? proxyHost(tokens, client.get(), access) : proxyStream(tokens, access);
    }

    /** {@code - 404 404 - GET https host "/path" [Client 1.2.3.4] [Length 192] … "agent" "referrer"}. */
    private static boolean proxyHost(List<Token> tokens, String client, AccessLine.Builder access) {
        access.client = client;
        access.bytes(labelled(tokens, "Length ").orElse(""));
        int path = firstQuoted(tokens, 0);
        if (path < 3) {
            return false;
        }
        access.method = tokens.get(path - 3).text();
        access.scheme = tokens.get(path - 2).text();
        access.host = tokens.get(path - 1).text();
        access.target = tokens.get(path).text();
        for (Token token : tokens.subList(0, path - 3)) {
            if (access.status == null && token.text().length() == 3) {
                access.status(token.text());
            }
        }
        int agent = firstQuoted(tokens, path + 1);
        if (agent > 0) {
            access.userAgent = tokens.get(agent).text();
            access.referrer = quoted(tokens, agent + 1);
        }
        return AccessLine.Builder.isMethod(access.method);
    }

    /** {@code host 1.2.3.4 0.227 "GET / HTTP/1.1" 207 125 440 referrer agent without quotes}. */
    private static boolean proxyStream(List<Token> tokens, AccessLine.Builder access) {
        int request = firstQuoted(tokens, 0);
        if (request < 2 || !isAddress(tokens.get(1).text())) {
            return false;
        }
        access.host = tokens.get(0).text();
        access.client = tokens.get(1).text();
        access.request(tokens.get(request).text());
        access.status(text(tokens, request + 1));
        access.bytes(text(tokens, request + 2));
        access.referrer = text(tokens, request + 4);
        access.userAgent = tokens.stream().skip(request + 5L).map(Token::text).collect(Collectors.joining(" "));
        return true;
    }

    private static Optional<String> labelled(List<Token> tokens, String label) {
        return tokens.stream()
                .filter(token -> token.is(Kind.BRACKETED) && token.text().startsWith(label))
                .map(token -> token.text().substring(label.length()))
                .findFirst();
    }

    private static int firstQuoted(List<Token> tokens, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).is(Kind.QUOTED)) {
                return i;
            }
        }
        return -1;
    }

    private static String text(List<Token> tokens, int index) {
        return index < tokens.size() ? tokens.get(index).text() : "";
    }

    private static String quoted(List<Token> tokens, int index) {
        return index < tokens.size() && tokens.get(index).is(Kind.QUOTED)
                ? tokens.get(index).text()
                : "";
    }

    private static int indexOfTime(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(Kind.BRACKETED) && looksLikeTime(tokens.get(i).text())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean looksLikeTime(String text) {
        return text.length() >= 20 && text.charAt(2) == '/' && text.charAt(6) == '/' && text.charAt(11) == ':';
    }

    /** Instant of a time such as {@code 08/Jun/2020:08:04:43 +0000}. */
    static Optional<Instant> commonTime(String text) {
        if (!looksLikeTime(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(text, COMMON_TIME).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isAddress(String text) {
        boolean dotted =
                text.indexOf('.') > 0 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == ',');
        boolean colons = text.indexOf(':') != text.lastIndexOf(':')
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.' || c == '%');
        return dotted || colons;
    }
}
