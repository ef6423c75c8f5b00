package io.phiwatch.drills.scenario;

import io.phiwatch.drills.source.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A platform's payload as it goes over the wire, with holes: headers, an empty line, the body. {@code ${name}} is a
 * value of the {@link Scope}, {@code ${name|other}} the other where the step gives none, and
 * {@code ${each:3}…${end}} a list of three with commas between. Immutable.
 */
final class Template {
    private static final Map<String, Template> LOADED = new ConcurrentHashMap<>();
    private static final Pattern EACH = Pattern.compile("\\$\\{each:([^}]+)}(.*?)\\$\\{end}", Pattern.DOTALL);
    private static final Pattern HOLE = Pattern.compile("\\$\\{([^}]+)}");

    private final String platform;
    private final Map<String, String> headers;
    private final String body;

    private Template(String platform, Map<String, String> headers, String body) {
        this.platform = platform;
        this.headers = headers;
        this.body = body;
    }

    /** The template of a step, such as {@code okta/login-failed}. */
    static Template of(String name) {
        return LOADED.computeIfAbsent(name, Template::load);
    }

    /**
     * A file beside the drills.
     *
     * @throws IOException where there is none
     */
    static InputStream open(String file) throws IOException {
        InputStream stream = Template.class.getResourceAsStream(file);
        if (stream == null) {
            throw new IOException("no such file among the drills: " + file);
        }
        return stream;
    }

    Delivery fill(String sourceId, Scope scope, Instant at) {
        Map<String, String> filled = new LinkedHashMap<>();
        headers.forEach((name, value) -> filled.put(name, fill(value, scope, UnaryOperator.identity())));
        return new Delivery(sourceId, platform, filled, fill(lists(scope), scope, this::escaped), at);
    }

    private String lists(Scope scope) {
        return EACH.matcher(body).replaceAll(match -> {
            int count = Integer.parseInt(scope.value(match.group(1)));
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < count; i++) {
                list.append(i == 0 ? "" : ",").append(fill(match.group(2), scope.item(i, count), this::escaped));
            }
            return Matcher.quoteReplacement(list.toString());
        });
    }

    private static String fill(String text, Scope scope, UnaryOperator<String> escape) {
        return HOLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(escape.apply(scope.value(match.group(1)))));
    }

    private String escaped(String value) {
        String type = headers.getOrDefault("Content-Type", "");
        if (type.contains("json")) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
        return type.contains("xml") ? value.replace("&", "&amp;").replace("<", "&lt;") : value;
    }

    private static Template load(String name) {
        try (InputStream stream = open(name + ".http")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            int empty = text.indexOf("\n\n");
            Map<String, String> headers = new LinkedHashMap<>();
            text.substring(0, empty).lines().forEach(line -> {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
            return new Template(name.substring(0, name.indexOf('/')), headers, text.substring(empty + 2));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
