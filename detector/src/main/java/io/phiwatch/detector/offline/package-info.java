/** The detector without a broker: rule tests and backtests run the real topology on a driver, with state of its own. */
@NullMarked
package io.phiwatch.detector.offline;

import org.jspecify.annotations.NullMarked;
