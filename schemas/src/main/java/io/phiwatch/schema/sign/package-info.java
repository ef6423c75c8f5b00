/** Ed25519 keys and signatures, for whatever is signed on its way through Kafka. */
@NullMarked
package io.phiwatch.schema.sign;

import org.jspecify.annotations.NullMarked;
