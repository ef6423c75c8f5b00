/** Keeps identifiers from leaving the edge in the clear: tokens, seals, and a type that will not print. */
@NullMarked
package io.phiwatch.ingest.privacy;

import org.jspecify.annotations.NullMarked;
