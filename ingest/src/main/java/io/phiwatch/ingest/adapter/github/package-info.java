/** GitHub's webhooks and audit log: docs/adapters/tickets.md. */
@NullMarked
package io.phiwatch.ingest.adapter.github;

import org.jspecify.annotations.NullMarked;
