/** The command {@code drill}. */
@NullMarked
package io.phiwatch.launcher.command.drill;

import org.jspecify.annotations.NullMarked;
