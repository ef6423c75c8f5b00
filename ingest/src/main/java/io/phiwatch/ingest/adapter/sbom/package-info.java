/** Bills of materials and audit reports: docs/adapters/sbom.md. */
@NullMarked
package io.phiwatch.ingest.adapter.sbom;

import org.jspecify.annotations.NullMarked;
