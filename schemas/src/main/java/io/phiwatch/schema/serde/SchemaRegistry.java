package io.phiwatch.schema.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Client of a schema registry over the REST API that Confluent's registry defines and Apicurio, Karapace and Redpanda
 * serve too. Ids and schemas never change once given, so both are kept.
 */
public final class SchemaRegistry implements SchemaIds {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final String base;

    /** Client of the registry at that address, such as {@code http://registry:8081}. */
    public SchemaRegistry(URI base) {
        this.base = base.toString().replaceAll("/+$", "");
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return ids.computeIfAbsent(subject + '#' + schema.getFullName(), key -> register(subject, schema));
    }

    @Override
    public Schema schemaOf(int id) {
        return schemas.computeIfAbsent(id, this::fetch);
    }

    private int register(String subject, Schema schema) {
        String body = json.createObjectNode().put("schema", schema.toString()).toString();
        HttpRequest request = request("/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request).path("id").intValue();
    }

    private Schema fetch(int id) {
        return new Schema.Parser()
                .parse(send(request("/schemas/ids/" + id).GET().build())
                        .path("schema")
                        .textValue());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE);
    }

    private JsonNode send(HttpRequest request) {
        String what = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new SchemaException("registry answered " + response.statusCode() + " to " + what);
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new SchemaException("registry is not reachable for " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaException("interrupted during " + what, e);
        }
    }
}
