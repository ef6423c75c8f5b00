/** What changed between two states of a list: installed apps, staff, plugins, files. */
@NullMarked
package io.phiwatch.ingest.change;

import org.jspecify.annotations.NullMarked;
