/** Facts from jobs and hosts, and configuration fingerprints, signed with the source's secret: docs/adapters/fact.md. */
@NullMarked
package io.phiwatch.ingest.adapter.fact;

import org.jspecify.annotations.NullMarked;
