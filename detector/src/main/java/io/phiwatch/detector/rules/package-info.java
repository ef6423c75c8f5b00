/** Rules as data: what stands on the topic of rules, who signed it, and which whole set it makes. Knows no Kafka. */
@NullMarked
package io.phiwatch.detector.rules;

import org.jspecify.annotations.NullMarked;
