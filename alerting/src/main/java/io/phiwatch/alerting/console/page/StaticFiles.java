package io.phiwatch.alerting.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Scripts and style sheets, all from the class path: the console works without the internet. */
final class StaticFiles {
    /** Version of htmx in the webjar's path; a test notices when the two part. */
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private static final String FOLDER = "/io/phiwatch/alerting/console/static/";

    private static final List<StaticFile> FILES = List.of(
            StaticFile.load("console.css", "text/css", FOLDER + "console.css"),
            StaticFile.load("console.js", "text/javascript", FOLDER + "console.js"),
            StaticFile.load("mark.svg", "image/svg+xml", FOLDER + "mark.svg"),
            StaticFile.load("htmx.js", "text/javascript", HTMX));

    private StaticFiles() {}

    private record StaticFile(String name, String type, byte[] content, String eTag) {
        static StaticFile load(String name, String type, String resource) {
            try (InputStream in = Objects.requireNonNull(StaticFiles.class.getResourceAsStream(resource), resource)) {
                byte[] content = in.readAllBytes();
                return new StaticFile(name, type, content, '"' + Integer.toHexString(Arrays.hashCode(content)) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + resource, e);
            }
        }

        void answer(Context context) {
            // Nothing here is about anybody: it may be kept, and is asked for again with each page.
            context.header("Cache-Control", "no-cache").header("ETag", eTag);
            if (eTag.equals(context.header("If-None-Match"))) {
                context.status(HttpStatus.NOT_MODIFIED);
            } else {
                context.contentType(type + "; charset=utf-8").result(content);
            }
        }
    }

    static void addTo(RoutesConfig routes) {
        FILES.forEach(file -> routes.get("/static/" + file.name(), file::answer));
    }
}
