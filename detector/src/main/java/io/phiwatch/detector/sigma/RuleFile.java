package io.phiwatch.detector.sigma;

/**
 * A file of rules, read but not parsed.
 *
 * @param name as errors name it, relative to the folder of the rule set
 */
public record RuleFile(String name, String text) {}
