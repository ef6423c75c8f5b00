/** Which page goes to whom when: routes, steps, holds and floods. Pure decisions over a book, no Kafka. */
@NullMarked
package io.phiwatch.alerting.escalation;

import org.jspecify.annotations.NullMarked;
