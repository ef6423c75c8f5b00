/** Inputs that nobody thought of: targets for a fuzzer, and what it found before. */
@NullMarked
package io.phiwatch.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
