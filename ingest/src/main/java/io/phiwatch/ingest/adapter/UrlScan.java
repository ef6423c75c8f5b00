package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;

/** Turns the parts of a URL that may hold PHI into texts for the scanner. */
public final class UrlScan {
    private UrlScan() {}

    /**
     * Parameters under their names, and path segments under the name of the segment before them. URLs and JSON in
     * parameters are taken apart too: trackers send the address of the page that way.
     */
    public static List<EventDraft.Scannable> texts(String place, UrlText url) {
        List<EventDraft.Scannable> texts = new ArrayList<>();
        String before = "";
        for (String segment : url.segments()) {
            texts.add(new EventDraft.Scannable(place, before, Phi.of(segment)));
            before = segment;
        }
        for (UrlText.Parameter parameter : url.parameters()) {
            BodyScan.addValue(place, parameter.name(), parameter.value(), texts);
        }
        return texts;
    }
}
