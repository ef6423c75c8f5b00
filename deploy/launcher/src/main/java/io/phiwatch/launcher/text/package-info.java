/** What people type, between the scanner and the keys of ingest and the console of alerting. */
@NullMarked
package io.phiwatch.launcher.text;

import org.jspecify.annotations.NullMarked;
