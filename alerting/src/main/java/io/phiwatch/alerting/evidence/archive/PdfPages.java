package io.phiwatch.alerting.evidence.archive;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/**
 * Text that flows down A4 pages, wrapped at words, in Liberation Sans, which comes with PDFBox and is embedded. Characters
 * that it lacks are shown as a question mark; the HTML has them. Sizes are points. Not thread-safe.
 */
final class PdfPages {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 54;
    private static final float FOOTER = 30;
    private static final float LEADING = 1.35f;
    private static final float FOOTER_SIZE = 7.5f;
    private static final float THOUSAND = 1000;
    private static final PDRectangle FORMAT = PDRectangle.A4;

    private final PDDocument document;
    private final String footer;
    private final CmapLookup glyphs;
    private final PDFont font;
    private @Nullable PDPageContentStream out;
    private float y;

    /**
     * How text looks.
     *
     * @param indent from the left margin
     */
    record Style(float size, Color color, float indent) {
        private static final Color GREY = new Color(0x57, 0x60, 0x6a);

        static Style dark(float size) {
            return new Style(size, Color.BLACK, 0);
        }

        static Style grey(float size) {
            return new Style(size, GREY, 0);
        }

        Style indented(float points) {
            return new Style(size, color, points);
        }
    }

    PdfPages(PDDocument document, String footer) throws IOException {
        this.document = document;
        this.footer = footer;
        try (InputStream in = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT))) {
            TrueTypeFont trueType = new TTFParser().parse(new RandomAccessReadBuffer(in));
            // Ligatures cost nine tenths of the time, and searching for "fi" would not find them.
            trueType.setEnableGsub(false);
            this.glyphs = trueType.getUnicodeCmapLookup();
            this.font = PDType0Font.load(document, trueType, true);
        }
    }

    /** A paragraph. */
    void text(String text, Style style) throws IOException {
        for (String line : wrapped(text, width(style.indent()), style.size())) {
            keep(style.size());
            show(line, MARGIN + style.indent(), style);
            y -= style.size() * LEADING;
        }
    }

    /** A paragraph with a label before its first line. */
    void labelled(String label, String text, float labelWidth, float size) throws IOException {
        keep(size);
        show(label, MARGIN, Style.grey(size));
        text(text, Style.dark(size).indented(labelWidth));
    }

    void gap(float points) {
        y -= points;
    }

    /** Begins a new page where the rest of this one is lower than that. */
    void keep(float points) throws IOException {
        if (out == null || y - points < MARGIN) {
            if (out != null) {
                out.close();
            }
            PDPage page = new PDPage(FORMAT);
            document.addPage(page);
            out = new PDPageContentStream(document, page);
            y = FORMAT.getHeight() - MARGIN;
        }
    }

    /** Ends the last page, and puts the numbers on all. */
    void finish() throws IOException {
        if (out != null) {
            out.close();
        }
        int pages = document.getNumberOfPages();
        for (int i = 0; i < pages; i++) {
            out = new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true);
            y = FOOTER;
            show(footer + " · page " + (i + 1) + " of " + pages, MARGIN, Style.grey(FOOTER_SIZE));
            out.close();
        }
    }

    private void show(String line, float x, Style style) throws IOException {
        PDPageContentStream page = Objects.requireNonNull(out, "a page is begun before it is written on");
        page.beginText();
        page.setNonStrokingColor(style.color());
        page.setFont(font, style.size());
        page.newLineAtOffset(x, y - style.size());
        page.showText(known(line));
        page.endText();
    }

    private List<String> wrapped(String text, float width, float size) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        float taken = 0;
        for (String word : known(text).split(" ", -1)) {
            String next = line.isEmpty() ? word : " " + word;
            float needed = width(next, size);
            if (taken + needed <= width) {
                line.append(next);
                taken += needed;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(broken(lines, word, width, size));
            taken = width(line.toString(), size);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Breaks a word that no line can hold; gives back what is left of it. */
    private String broken(List<String> lines, String word, float width, float size) throws IOException {
        String rest = word;
        while (width(rest, size) > width) {
            int fitting = 1;
            while (width(rest.substring(0, fitting + 1), size) <= width) {
                fitting++;
            }
            lines.add(rest.substring(0, fitting));
            rest = rest.substring(fitting);
        }
        return rest;
    }

    private float width(String text, float size) throws IOException {
        return font.getStringWidth(text) / THOUSAND * size;
    }

    private static float width(float indent) {
        return FORMAT.getWidth() - 2 * MARGIN - indent;
    }

    private String known(String text) {
        StringBuilder known = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean isBlank = Character.isWhitespace(point) || Character.isISOControl(point);
            if (isBlank) {
                known.append(' ');
            } else {
                known.appendCodePoint(glyphs.getGlyphId(point) == 0 ? '?' : point);
            }
        });
        return known.toString();
    }
}
