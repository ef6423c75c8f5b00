package io.phiwatch.detector.correlate.window;

import java.util.Arrays;
import java.util.List;

/**
 * Matches of rules that must come in order. For each prefix of each chain only the latest start is kept: a chain that
 * starts later is within the timespan for longer.
 */
final class ChainTail implements Tail {
    private final List<List<Integer>> chains;
    private final long timespan;
    private final long[][] latest;

    /**
     * Looks for any of the chains.
     *
     * @param chains for each chain the rules of its steps, as places among the rules of the correlation
     */
    ChainTail(List<List<Integer>> chains, long timespan) {
        this.chains = chains;
        this.timespan = timespan;
        this.latest = new long[chains.size()][];
        for (int i = 0; i < latest.length; i++) {
            latest[i] = new long[chains.get(i).size()];
            Arrays.fill(latest[i], NEVER);
        }
    }

    @Override
    public long add(Event next) {
        long start = NEVER;
        for (int i = 0; i < latest.length; i++) {
            start = Math.max(start, add(next, chains.get(i), latest[i]));
        }
        return start;
    }

    /** From the last step to the first, so that one event is one step. */
    private long add(Event next, List<Integer> chain, long[] starts) {
        long oldest = next.time() - timespan;
        long found = NEVER;
        for (int step = chain.size() - 1; step >= 0; step--) {
            if (next.counted().rules().contains(chain.get(step))) {
                long start = step == 0 ? next.time() : starts[step - 1];
                if (start >= oldest) {
                    starts[step] = Math.max(starts[step], start);
                    found = step == chain.size() - 1 ? start : found;
                }
            }
        }
        return found;
    }
}
