/** Legal and contractual clocks: laws as data, due dates, risk assessment, exposure. Pure decisions, no Kafka. */
@NullMarked
package io.phiwatch.alerting.clock;

import org.jspecify.annotations.NullMarked;
