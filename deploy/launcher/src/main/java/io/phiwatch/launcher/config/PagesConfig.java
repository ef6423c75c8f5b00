package io.phiwatch.launcher.config;

import io.phiwatch.alerting.callback.CallbackReader;
import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.page.DeadMansSwitch;
import io.phiwatch.alerting.page.PagerConfig;
import io.phiwatch.alerting.page.SinkConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is paged, how and when.
 *
 * @param sinks ways to reach people, the one that carries containments out among them
 * @param plan which page goes to whom
 * @param retry how often a sink is asked for one page
 * @param callbacks services that call back, by name of their sink
 * @param heartbeat what watches the watcher
 */
public record PagesConfig(
        List<SinkConfig> sinks,
        PagePlan plan,
        PagerConfig.Retry retry,
        Map<String, CallbackReader> callbacks,
        Optional<DeadMansSwitch.Config> heartbeat) {
    public PagesConfig {
        sinks = List.copyOf(sinks);
        callbacks = Map.copyOf(callbacks);
    }
}
