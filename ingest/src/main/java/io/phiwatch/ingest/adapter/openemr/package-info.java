/** The audit log of OpenEMR. */
@NullMarked
package io.phiwatch.ingest.adapter.openemr;

import org.jspecify.annotations.NullMarked;
