/** Traffic in which nothing is wrong, kept below every threshold by construction. */
@NullMarked
package io.phiwatch.drills.traffic;

import org.jspecify.annotations.NullMarked;
