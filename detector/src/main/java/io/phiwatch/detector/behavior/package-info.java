/** What is usual for an actor, pure: login history and the lower bounds on travel between logins. */
@NullMarked
package io.phiwatch.detector.behavior;

import org.jspecify.annotations.NullMarked;
