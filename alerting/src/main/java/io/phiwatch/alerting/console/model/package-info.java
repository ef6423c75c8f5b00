/** What the console knows, read from topics, and the commands that it writes to one. */
@NullMarked
package io.phiwatch.alerting.console.model;

import org.jspecify.annotations.NullMarked;
