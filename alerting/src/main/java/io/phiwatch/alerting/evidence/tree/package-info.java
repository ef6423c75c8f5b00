/** The Merkle tree over all evidence (RFC 6962), its proofs and its signed heads. Knows no Kafka. */
@NullMarked
package io.phiwatch.alerting.evidence.tree;

import org.jspecify.annotations.NullMarked;
