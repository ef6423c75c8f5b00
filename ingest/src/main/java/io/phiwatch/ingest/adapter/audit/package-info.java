/** The model of an audited event that RFC 3881, DICOM PS3.15 and FHIR's AuditEvent share. */
@NullMarked
package io.phiwatch.ingest.adapter.audit;

import org.jspecify.annotations.NullMarked;
