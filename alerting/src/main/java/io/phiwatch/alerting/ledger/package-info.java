/** The evidence ledger as it runs: the task that grows the tree, the signer of its heads, and those who carry heads out. */
@NullMarked
package io.phiwatch.alerting.ledger;

import org.jspecify.annotations.NullMarked;
