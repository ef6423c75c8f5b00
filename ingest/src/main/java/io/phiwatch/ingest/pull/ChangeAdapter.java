package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.change.Change;
import io.phiwatch.ingest.change.ChangeEvents;
import java.util.List;

/** Stands in for a platform's adapter where changes of a list are handed in; nothing that is posted is authentic. */
record ChangeAdapter(String platform, ChangeEvents events, List<Change> changes) implements Adapter {
    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return false;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        return events.of(changes, delivery.received());
    }
}
