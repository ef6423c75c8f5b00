package io.phiwatch.benchmarks.correlate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPDeployment;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Esper: windows over the events' own time, and a clock that is set by the events. */
final class EsperEngine implements Engine {
    @SuppressWarnings("InlineFormatString") // the rules read better apart from what loads them
    private static final String RULES = """
            @public @buseventtype create objectarray schema READ(actor string, patient string, time long);
            @public @buseventtype create objectarray schema FAILED_LOGIN(actor string, patient string, time long);
            @public @buseventtype create objectarray schema EXPORT(actor string, patient string, time long);
            @name('COUNT') select actor, time from READ#ext_timed(time, 1 min)
              group by actor having count(*) >= %d;
            @name('DISTINCT') select actor, time from READ#ext_timed(time, 10 min)
              group by actor having count(distinct patient) >= %d;
            @name('ORDERED') select later.actor as actor, later.time as time
              from pattern [every earlier=FAILED_LOGIN -> later=EXPORT(actor = earlier.actor) where timer:within(5 min)];
            """;

    private final EPRuntime runtime;
    private final List<Span> firings = new ArrayList<>();
    private long clock;

    EsperEngine(Thresholds thresholds) {
        Configuration configuration = new Configuration();
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        try {
            String rules = String.format(Locale.ROOT, RULES, thresholds.reads(), thresholds.patients());
            EPCompiled compiled = EPCompilerProvider.getCompiler().compile(rules, new CompilerArguments(configuration));
            runtime = EPRuntimeProvider.getRuntime("bench", configuration);
            runtime.getEventService().clockExternal();
            EPDeployment deployment = runtime.getDeploymentService().deploy(compiled);
            for (Correlation rule : Correlation.values()) {
                runtime.getDeploymentService()
                        .getStatement(deployment.getDeploymentId(), rule.name())
                        .addListener((fired, removed, statement, from) -> record(rule, fired));
            }
        } catch (EPCompileException | EPDeployException e) {
            throw new IllegalStateException("Esper refuses the rules", e);
        }
    }

    @Override
    public Runnable prepare(List<Occurrence> occurrences) {
        List<Object[]> events = occurrences.stream()
                .map(one -> new Object[] {one.actor(), one.value(), one.time()})
                .toList();
        return () -> {
            EPEventService service = runtime.getEventService();
            for (int i = 0; i < events.size(); i++) {
                Occurrence one = occurrences.get(i);
                if (one.time() > clock) {
                    clock = one.time();
                    service.advanceTime(clock);
                }
                service.sendEventObjectArray(events.get(i), one.kind().name());
            }
        };
    }

    private void record(Correlation rule, EventBean[] fired) {
        for (EventBean event : fired) {
            long time = (Long) Objects.requireNonNull(event.get("time"));
            firings.add(new Span(rule, (String) Objects.requireNonNull(event.get("actor")), time, time));
        }
    }

    @Override
    public List<Span> episodes() {
        return Span.episodes(firings);
    }

    @Override
    public void close() {
        runtime.destroy();
    }
}
