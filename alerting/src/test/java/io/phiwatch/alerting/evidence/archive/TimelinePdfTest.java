package io.phiwatch.alerting.evidence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** The pages are also kept as images below target/pages, to be looked at. */
class TimelinePdfTest {
    private static final float DOTS_PER_INCH = 80;

    private final Timeline timeline = Timeline.of(new Archives()
            .content(
                    40,
                    "Bulk read of patients by dr. Łukasz Müller, whose title is longer than one line of the page can"
                            + " hold; Συνέδριο, 病歷 <b>&amp;"));

    @Test
    void everyEntryIsOnAPageAndEveryPageHasItsNumber() throws IOException {
        // When
        try (PDDocument document = Loader.loadPDF(TimelinePdf.of(timeline))) {
            String text = new PDFTextStripper().getText(document);
            // Then
            int pages = document.getNumberOfPages();
            assertThat(pages).isGreaterThan(2);
            assertThat(text).contains("page 1 of " + pages, "page " + pages + " of " + pages);
            timeline.rows().forEach(row -> assertThat(text).contains(row.hash()));
            assertThat(text).contains("Łukasz Müller", "Συνέδριο").doesNotContain("病");
        }
    }

    @Test
    void nothingRunsOverTheMargins() throws IOException {
        // When
        try (PDDocument document = Loader.loadPDF(TimelinePdf.of(timeline))) {
            PDFRenderer renderer = new PDFRenderer(document);
            Path folder = Files.createDirectories(Path.of("target", "pages"));
            for (int i = 0; i < document.getNumberOfPages(); i++) {
                BufferedImage page = renderer.renderImageWithDPI(i, DOTS_PER_INCH);
                ImageIO.write(
                        page,
                        "png",
                        folder.resolve("timeline-" + (i + 1) + ".png").toFile());
                // Then: 54 points are 60 dots
                assertThat(colours(page, 0, 58))
                        .as("left margin of page %d", i + 1)
                        .hasSize(1);
                assertThat(colours(page, page.getWidth() - 58, page.getWidth()))
                        .as("right margin of page %d", i + 1)
                        .hasSize(1);
            }
        }
    }

    @Test
    void htmlEscapesWhatItShowsAndLoadsNothing() {
        assertThat(timeline.html())
                .contains("&lt;b&gt;&amp;amp;", "id=\"entry-40\"", "病歷")
                .doesNotContain("<script", "http:", "https:", "src=");
    }

    private static Set<Integer> colours(BufferedImage page, int from, int to) {
        Set<Integer> colours = new HashSet<>();
        for (int x = from; x < to; x++) {
            for (int y = 0; y < page.getHeight(); y++) {
                colours.add(page.getRGB(x, y));
            }
        }
        return colours;
    }
}
