/** The only code that knows bytes: Avro in the Confluent wire format, with or without a registry. */
@NullMarked
package io.phiwatch.schema.serde;

import org.jspecify.annotations.NullMarked;
