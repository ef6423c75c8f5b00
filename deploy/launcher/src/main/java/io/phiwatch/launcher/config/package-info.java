/** One YAML tree to nested records; validated whole, with every fault and its path reported at once. */
@NullMarked
package io.phiwatch.launcher.config;

import org.jspecify.annotations.NullMarked;
