package io.phiwatch.ingest.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a body into its lines. */
public final class Lines {
    private Lines() {}

    /**
     * A line that is not blank.
     *
     * @param index place among all lines, blank ones too, from 0
     * @param raw its bytes without the line end
     */
    public record Line(int index, byte[] raw) {}

    /** The lines that are not blank, in order. */
    public static List<Line> of(byte[] body) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        int index = 0;
        while (start < body.length) {
            int end = endOfLine(body, start);
            byte[] raw = withoutReturn(body, start, end);
            if (!isBlank(raw)) {
                lines.add(new Line(index, raw));
            }
            index++;
            start = end + 1;
        }
        return lines;
    }

    private static int endOfLine(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] withoutReturn(byte[] body, int start, int end) {
        int stop = end > start && body[end - 1] == '\r' ? end - 1 : end;
        return Arrays.copyOfRange(body, start, stop);
    }

    private static boolean isBlank(byte[] raw) {
        for (byte b : raw) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
