/** Who is affected by an incident: from history, event by event. */
@NullMarked
package io.phiwatch.launcher.scope;

import org.jspecify.annotations.NullMarked;
