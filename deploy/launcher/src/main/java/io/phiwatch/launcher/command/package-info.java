/** The commands. Results on stdout, logs on stderr; exit 0 done, 1 found or failed, 2 usage, 3 environment. */
@NullMarked
package io.phiwatch.launcher.command;

import org.jspecify.annotations.NullMarked;
