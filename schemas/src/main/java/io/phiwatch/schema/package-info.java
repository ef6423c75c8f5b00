/** The records that cross module borders, and the topics that carry them. */
@NullMarked
package io.phiwatch.schema;

import org.jspecify.annotations.NullMarked;
