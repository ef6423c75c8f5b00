/** Facts and tables that the command line sends to an ingest. */
@NullMarked
package io.phiwatch.launcher.fact;

import org.jspecify.annotations.NullMarked;
