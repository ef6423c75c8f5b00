/** Everything about brokers that is not a topology: the embedded one, topics, stream runners, readers. */
@NullMarked
package io.phiwatch.launcher.kafka;

import org.jspecify.annotations.NullMarked;
