package io.phiwatch.detector.correlate.window;

/** A closed interval of window starts, in epoch milliseconds. */
public record Span(long from, long to) {}
