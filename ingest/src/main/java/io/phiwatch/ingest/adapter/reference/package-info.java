/** Reference tables that are loaded from files: docs/adapters/reference.md. */
@NullMarked
package io.phiwatch.ingest.adapter.reference;

import org.jspecify.annotations.NullMarked;
