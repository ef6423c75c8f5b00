package io.phiwatch.detector.context;

/**
 * What a lookup asks for: what held then, as far as it was recorded by then. So a backtest finds what the live run found,
 * whatever was recorded since.
 *
 * @param time of the event, epoch milliseconds
 * @param knownAt what was recorded later does not count, epoch milliseconds: log time of the event and the rule's hold
 */
record Moment(long time, long knownAt) {}
