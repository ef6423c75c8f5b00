/** {@code phiwatch sources}: what is configured, whether it works, and new secrets. */
@NullMarked
package io.phiwatch.launcher.command.sources;

import org.jspecify.annotations.NullMarked;
