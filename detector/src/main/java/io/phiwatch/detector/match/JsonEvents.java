package io.phiwatch.detector.match;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of a JSON text, one after the other: one object, an array of objects, JSON lines, or objects that just
 * follow one another, pretty-printed or not. Holds one event at a time, whatever the size of the text. Not thread-safe.
 */
public final class JsonEvents implements AutoCloseable {
    private static final TypeReference<Map<String, Object>> EVENT = new TypeReference<>() {};

    private final String name;
    private final JsonParser parser;

    /**
     * Events of a stream, which is closed with them.
     *
     * @param name what faults call the text
     */
    public JsonEvents(String name, InputStream in) throws IOException {
        this.name = name;
        this.parser = new ObjectMapper().createParser(in);
    }

    /**
     * The next event; null at the end. Members are String, Number, Boolean, null, List or Map.
     *
     * @throws MalformedEventsException where the text is not JSON, or something else than an object stands for an event
     */
    public @Nullable Map<String, Object> next() throws IOException {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_ARRAY, END_ARRAY -> {
                        // the events are what is inside
                    }
                    case START_OBJECT -> {
                        return parser.readValueAs(EVENT);
                    }
                    default -> throw malformed("an event is an object", parser.currentTokenLocation());
                }
            }
            return null;
        } catch (JsonProcessingException e) {
            // its message quotes the text, which may hold what must not be repeated
            throw malformed("not JSON", e.getLocation());
        }
    }

    private MalformedEventsException malformed(String reason, @Nullable JsonLocation at) {
        return new MalformedEventsException(
                at == null ? name + ": " + reason : name + ':' + at.getLineNr() + ": " + reason);
    }

    /** Bytes read so far. */
    public long bytesRead() {
        return Math.max(0, parser.currentLocation().getByteOffset());
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
