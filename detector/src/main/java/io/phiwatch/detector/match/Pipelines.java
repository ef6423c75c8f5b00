package io.phiwatch.detector.match;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pipelines that are tried on an event: the first whose shape it has is its own. Immutable. */
public final class Pipelines {
    private static final List<String> BUNDLED = List.of("windows-event-log.yml");

    private final List<Pipeline> pipelines;

    private Pipelines(List<Pipeline> pipelines) {
        this.pipelines = List.copyOf(pipelines);
    }

    /**
     * The pipelines of those files, then the ones that phiwatch ships.
     *
     * @throws PipelineException where a file is not a pipeline
     */
    public static Pipelines of(List<Path> files) {
        List<Pipeline> pipelines = new ArrayList<>();
        try {
            for (Path file : files) {
                pipelines.add(PipelineReader.read(file.toString(), Files.readString(file)));
            }
            for (String name : BUNDLED) {
                pipelines.add(PipelineReader.read(name, bundled(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Pipelines(pipelines);
    }

    private static String bundled(String name) throws IOException {
        try (InputStream in = Pipelines.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The pipeline of an event; null where its shape is none of theirs. */
    @Nullable
    Pipeline of(Map<String, Object> event) {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.fits(event)) {
                return pipeline;
            }
        }
        return null;
    }

    List<Pipeline> all() {
        return pipelines;
    }
}
