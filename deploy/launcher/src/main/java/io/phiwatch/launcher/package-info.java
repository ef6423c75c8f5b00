/** The one jar: starts roles, embeds Kafka, and speaks the command line. The only place that runs what modules build. */
@NullMarked
package io.phiwatch.launcher;

import org.jspecify.annotations.NullMarked;
