/** Who is on call. */
@NullMarked
package io.phiwatch.launcher.command.oncall;

import org.jspecify.annotations.NullMarked;
