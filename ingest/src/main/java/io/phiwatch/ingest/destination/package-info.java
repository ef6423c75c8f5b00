/** Where data was sent: who runs a host, and what it is to the tenant. Pure. */
@NullMarked
package io.phiwatch.ingest.destination;

import org.jspecify.annotations.NullMarked;
