package io.phiwatch.alerting.page;

class LogSinkTest extends SinkContract {
    @Override
    Sink sink() {
        return new LogSink("log");
    }
}
