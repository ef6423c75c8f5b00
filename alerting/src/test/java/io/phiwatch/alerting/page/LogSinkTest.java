package io.phiwatch.alerting.page;

class LogSinkTest extends SinkContract {
    @Override
    protected Sink sink() {
        return new LogSink("log");
    }
}
