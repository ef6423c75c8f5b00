/** Trainings that were completed: docs/adapters/lms.md. */
@NullMarked
package io.phiwatch.ingest.adapter.lms;

import org.jspecify.annotations.NullMarked;
