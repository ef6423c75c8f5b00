package io.phiwatch.launcher.command;

/** Whether a person looks on: the start script knows, Java before 22 does not. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        return Boolean.getBoolean("phiwatch.terminal");
    }
}
