/** Audit messages of ATNA and DICOM. */
@NullMarked
package io.phiwatch.ingest.adapter.atna;

import org.jspecify.annotations.NullMarked;
