/** AuditEvent resources of FHIR servers. */
@NullMarked
package io.phiwatch.ingest.adapter.fhir;

import org.jspecify.annotations.NullMarked;
