package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.schema.PageFlood;
import io.phiwatch.schema.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of pages that are under way. What it returns is a copy or is never changed. */
public interface PagingBook {
    /** Pages of an incident. */
    Optional<Paging> find(String incidentId);

    /** Those with a step that is due. */
    List<Paging> due(Instant now);

    void put(Paging paging);

    void forget(String incidentId);

    /** A flood, or what may become one. */
    Optional<PageFlood> flood(String floodId);

    /** All of them. */
    List<PageFlood> floods();

    void put(PageFlood flood);

    void forgetFlood(String floodId);

    /** Who stands in for whom, the oldest first. */
    List<Substitution> substitutions();
}
