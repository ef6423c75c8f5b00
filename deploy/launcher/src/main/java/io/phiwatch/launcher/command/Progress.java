package io.phiwatch.launcher.command;

import java.io.PrintStream;
import java.util.Locale;

/** A progress bar on the terminal of stderr; silent where there is none. Not thread-safe. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final int PERCENT = 100;

    private final PrintStream terminal = System.err;
    private final boolean isVisible = Terminal.isThere();
    private final String label;
    private final long total;
    private long done;
    private long shownPercent = -1;

    /**
     * A bar that is full at a total.
     *
     * @param total units of work; 0 where there is nothing to do
     */
    public Progress(String label, long total) {
        this.label = label;
        this.total = total;
    }

    /** Counts units of work that are done. */
    public void add(long units) {
        done += units;
        long percent = total <= 0 ? PERCENT : Math.min(PERCENT, done * PERCENT / total);
        if (isVisible && percent != shownPercent) {
            shownPercent = percent;
            int filled = (int) (percent * WIDTH / PERCENT);
            terminal.printf(
                    Locale.ROOT, "\r%s [%s%s] %3d %%", label, "#".repeat(filled), " ".repeat(WIDTH - filled), percent);
            terminal.flush();
        }
    }

    @Override
    public void close() {
        if (isVisible && shownPercent >= 0) {
            terminal.println();
        }
    }
}
