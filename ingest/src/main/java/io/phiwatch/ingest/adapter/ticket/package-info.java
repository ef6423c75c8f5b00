/** Change tickets of Jira and ServiceNow: docs/adapters/tickets.md. */
@NullMarked
package io.phiwatch.ingest.adapter.ticket;

import org.jspecify.annotations.NullMarked;
