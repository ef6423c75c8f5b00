package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;

/** Turns the parts of a URL that may hold PHI into texts for the scanner. */
public final class UrlScan {
    private UrlScan() {}

    /** Parameters under their names, and path segments under the name of the segment before them. */
    public static List<EventDraft.Scannable> texts(String place, UrlText url) {
        List<EventDraft.Scannable> texts = new ArrayList<>();
        String before = "";
        for (String segment : url.segments()) {
            if (mayIdentify(segment)) {
                texts.add(new EventDraft.Scannable(place, before, Phi.of(segment)));
            }
            before = segment;
        }
        for (UrlText.Parameter parameter : url.parameters()) {
            if (mayIdentify(parameter.value())) {
                texts.add(new EventDraft.Scannable(place, parameter.name(), Phi.of(parameter.value())));
            }
        }
        return texts;
    }

    /** All types of PHI that are read from text have a digit or an at sign. */
    private static boolean mayIdentify(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '@' || c >= '0' && c <= '9') {
                return true;
            }
        }
        return false;
    }
}
