/** The evidence ledger as a process is set up for it: its keys, and where its heads go. */
@NullMarked
package io.phiwatch.launcher.evidence;

import org.jspecify.annotations.NullMarked;
