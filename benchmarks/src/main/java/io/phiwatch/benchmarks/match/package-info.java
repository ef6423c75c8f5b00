/** The matcher alone: how its cost grows with the number of rules, and what it saves over walking every rule. */
@NullMarked
package io.phiwatch.benchmarks.match;

import org.jspecify.annotations.NullMarked;
