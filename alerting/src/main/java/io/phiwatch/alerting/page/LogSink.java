package io.phiwatch.alerting.page;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes pages to the log: for whoever collects logs, and so that no page goes unseen where no other sink is set up. */
public final class LogSink implements Sink {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogSink.class);

    private final String name;

    public LogSink(String name) {
        this.name = name;
    }

    /** Settings: there are none. */
    public record Config(String name) implements SinkConfig {
        @Override
        public Sink open(InstantSource clock) {
            return new LogSink(name);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Attempt send(Page page) {
        LOGGER.atWarn()
                .addKeyValue("page", page.pageId())
                .addKeyValue("incident", page.facts().incidentId())
                .addKeyValue("tenant", page.facts().tenant())
                .addKeyValue("level", page.facts().level())
                .addKeyValue("title", page.facts().title())
                .addKeyValue("ruleAuthors", page.facts().ruleAuthors())
                .addKeyValue("reason", page.facts().reason())
                .log("page");
        return new Delivered("logged");
    }
}
