package io.phiwatch.alerting.page;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes pages to the log: for whoever collects logs, and so that no page goes unseen where no other sink is set up. */
public final class LogSink implements Sink {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogSink.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Attempt send(Page page) {
        LOGGER.atWarn()
                .addKeyValue("notification", page.notificationId())
                .addKeyValue("incident", page.incidentId())
                .addKeyValue("tenant", page.tenant())
                .addKeyValue("level", page.level())
                .addKeyValue("title", page.title())
                .addKeyValue("ruleAuthors", page.ruleAuthors())
                .addKeyValue("reason", page.reason())
                .log("page");
        return new Delivered("logged");
    }
}
