package io.phiwatch.alerting.escalation;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.PageOrder;

/** Where decisions go. */
public interface Outbox {
    /** Asks a sink to send a page. */
    void order(PageOrder order);

    /** Records, as evidence of an incident, what became of a page that was not ordered. */
    void report(IncidentCommand result);

    /** Says that paging itself is in trouble. */
    void alert(Alert alert);
}
