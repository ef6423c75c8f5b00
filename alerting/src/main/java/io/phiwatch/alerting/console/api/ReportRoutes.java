package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.report.ResponseTimes;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.util.List;

/** Reports over incidents. Exercises are kept apart from what was real. */
public final class ReportRoutes {
    private static final String RESPONSE = "/api/v1/reports/response";

    private final ReadModel model;

    public ReportRoutes(ReadModel model) {
        this.model = model;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get(RESPONSE, this::response);
    }

    private void response(Context context) {
        ListQuery query = ListQuery.parse(context.queryParamMap());
        List<Incident> all = query.all(AccessControl.visible(context, model).incidents(), Row::of);
        List<Incident> real = all.stream()
                .filter(incident -> incident.getExerciseId() == null)
                .toList();
        List<Incident> exercises = all.stream()
                .filter(incident -> incident.getExerciseId() != null)
                .toList();
        ObjectNode body = RecordJson.object();
        body.set("all", ResponseJson.of(ResponseTimes.of(real)));
        body.set("by_level", ResponseJson.of(ResponseTimes.byLevel(real)));
        body.set("by_rule", ResponseJson.of(ResponseTimes.byRule(real)));
        body.set("by_surface", ResponseJson.of(ResponseTimes.bySurface(real)));
        body.set("exercises", ResponseJson.of(ResponseTimes.of(exercises)));
        context.contentType("application/json").result(body.toString());
    }
}
