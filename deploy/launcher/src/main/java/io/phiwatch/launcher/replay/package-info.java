/** Recorded inputs, read from files and sent as their platform would send them. */
@NullMarked
package io.phiwatch.launcher.replay;

import org.jspecify.annotations.NullMarked;
