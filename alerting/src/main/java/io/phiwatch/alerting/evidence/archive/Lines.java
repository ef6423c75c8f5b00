package io.phiwatch.alerting.evidence.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of bytes, each ended by a line feed; what stands behind the last one is a line too. */
final class Lines {
    private Lines() {}

    static List<byte[]> of(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            lines.add(Arrays.copyOfRange(bytes, start, bytes.length));
        }
        return lines;
    }
}
