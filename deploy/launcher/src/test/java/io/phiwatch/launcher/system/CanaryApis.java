package io.phiwatch.launcher.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What ingest fetches from, on loopback: an API of events, a list of staff that changes, a bucket, and one that fails. */
final class CanaryApis implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    CanaryApis(Instant now) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/events", times -> expand("""
                {"data":[{"uuid":"{{session}}","published":"{{now}}","eventType":"user.session.start","outcome":{"result":"SUCCESS"},
                 "actor":{"id":"00u1","type":"User","alternateId":"anna@clinic.example"},"client":{"ipAddress":"{{ip}}"},
                 "target":[{"id":"{{patient}}","type":"User","alternateId":"{{email}}"}]}]}""", now));
        serve("/users", times -> expand("""
                {"users":[{"id":"%s","email":"{{email}}","name":"{{name}}","note":"{{ssn}}","{{email}}":%d}]}""".formatted(times % 2 == 0 ? "{{email}}" : "{{login}}", times), now));
        serve("/broken", times -> expand("{\"users\":[{\"id\":\"{{email}}\", oops {{ssn}}", now));
        asked.put("/bucket", new AtomicInteger());
        server.createContext("/bucket", exchange -> {
            boolean listing =
                    String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type=2");
            count("/bucket");
            answer(exchange, listing ? listing(now) : line(now));
        });
        server.start();
    }

    private interface Page {
        String of(int times);
    }

    private void serve(String path, Page page) {
        asked.put(path, new AtomicInteger());
        server.createContext(path, exchange -> answer(exchange, page.of(count(path))));
    }

    private int count(String path) {
        return asked.get(path).incrementAndGet();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String listing(Instant now) {
        return expand("""
                <?xml version="1.0"?><ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated><Contents>\
                <Key>logs/{{email}}-{{file}}</Key><LastModified>{{now}}</LastModified><ETag>&quot;e1&quot;</ETag>\
                <Size>1</Size></Contents></ListBucketResult>""", now);
    }

    static String line(Instant now) {
        return expand("""
                {{ip}} - {{login}} [{{nowclf}}] "GET /u/{{patient}}?ssn={{ssn}}&mail={{email}} HTTP/1.1" 200 512 "-" "{{agent}}"
                """, now);
    }

    private static String expand(String text, Instant now) {
        return CanaryPayload.expand(text, "fetched", now);
    }

    /** Whether each was asked at least so often. */
    boolean wereAsked(int times) {
        return asked.values().stream().allMatch(count -> count.get() >= times);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
