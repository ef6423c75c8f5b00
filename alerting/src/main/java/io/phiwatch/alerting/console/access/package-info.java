/** Who may come in: tokens, one-time links, sessions, and the headers that keep browsers honest. */
@NullMarked
package io.phiwatch.alerting.console.access;

import org.jspecify.annotations.NullMarked;
