/** What {@code phiwatch rules} does: one class for each subcommand. */
@NullMarked
package io.phiwatch.launcher.command.rules;

import org.jspecify.annotations.NullMarked;
