package io.phiwatch.launcher.command;

/** Whether a person looks on: the start script knows, Java before 22 does not. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        return Boolean.getBoolean("phiwatch.terminal");
    }

    /** A tick or a cross, or a word where what reads the output knows no such characters. */
    static String mark(boolean isGood) {
        String mark = isGood ? "✓" : "✗";
        return System.out.charset().newEncoder().canEncode(mark) ? mark : isGood ? "ok" : "FAILED";
    }
}
