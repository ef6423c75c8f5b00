/** Places outside of the trust domain to which signed heads go. */
@NullMarked
package io.phiwatch.alerting.ledger.head;

import org.jspecify.annotations.NullMarked;
