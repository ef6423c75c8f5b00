/** Drills: rehearsed in this process, a simulated month in minutes, or played against a running system. */
@NullMarked
package io.phiwatch.launcher.drill;

import org.jspecify.annotations.NullMarked;
