package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Whoever gets pages by webhook, on loopback: takes all that come, and tells repeated ones by their ids. */
final class PageReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> pages = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    PageReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** All that came, in the order in which it came. */
    List<JsonNode> pages() {
        return List.copyOf(pages);
    }

    /** Each of these pages came, no other did, and one that came again says that it may have. */
    void assertHeardOnce(Collection<String> pageIds) {
        assertThat(pages.stream().map(PageReceiver::id).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(pageIds);
        assertThat(pages.stream()
                        .filter(page -> !page.path("resend").asBoolean())
                        .map(PageReceiver::id))
                .doesNotHaveDuplicates();
    }

    private static String id(JsonNode page) {
        return page.path("page_id").asText();
    }

    private void take(HttpExchange exchange) throws IOException {
        pages.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
