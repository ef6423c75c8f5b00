package io.phiwatch.alerting.evidence.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The timeline as PDF, A4, with page numbers and the incident on every page. */
final class TimelinePdf {
    private static final float TITLE = 16;
    private static final float HEADING = 12;
    private static final float TEXT = 9.5f;
    private static final float SMALL = 7.5f;
    private static final float LABEL_WIDTH = 120;
    private static final float INDENT = 12;

    private TimelinePdf() {}

    static byte[] of(Timeline timeline) {
        try (PDDocument document = new PDDocument()) {
            PdfPages pages = new PdfPages(document, "Evidence of " + timeline.incidentId());
            pages.text(timeline.title(), PdfPages.Style.dark(TITLE));
            pages.gap(TITLE / 2);
            for (var fact : timeline.facts().entrySet()) {
                pages.labelled(fact.getKey(), fact.getValue(), LABEL_WIDTH, TEXT);
            }
            pages.gap(HEADING);
            pages.text("Timeline", PdfPages.Style.dark(HEADING));
            for (Timeline.Row row : timeline.rows()) {
                add(pages, row);
            }
            pages.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the PDF cannot be made", e);
        }
    }

    private static void add(PdfPages pages, Timeline.Row row) throws IOException {
        pages.gap(SMALL);
        // An entry does not begin on one page and say what it is about on the next.
        pages.keep(2 * TEXT + 2 * SMALL);
        String custody = row.custody() ? " · chain of custody" : "";
        pages.text(
                row.sequence() + " · " + row.time() + " UTC · " + row.type() + " · " + row.actor() + custody,
                PdfPages.Style.grey(SMALL + 1));
        pages.text(row.summary(), PdfPages.Style.dark(TEXT).indented(INDENT));
        if (!row.details().isEmpty()) {
            pages.text(row.details(), PdfPages.Style.grey(SMALL).indented(INDENT));
        }
        pages.text(row.hash(), PdfPages.Style.grey(SMALL).indented(INDENT));
    }
}
