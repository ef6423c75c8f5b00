/** Commands on evidence: export, verify, hand over, and open what is sealed. */
@NullMarked
package io.phiwatch.launcher.command.evidence;

import org.jspecify.annotations.NullMarked;
