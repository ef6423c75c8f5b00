/** What a simulated platform sends, and how it proves that it is the sender. */
@NullMarked
package io.phiwatch.drills.source;

import org.jspecify.annotations.NullMarked;
