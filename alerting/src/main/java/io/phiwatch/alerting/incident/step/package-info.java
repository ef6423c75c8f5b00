/** What the commands of the lifecycle do to an incident, one class per kind. */
@NullMarked
package io.phiwatch.alerting.incident.step;

import org.jspecify.annotations.NullMarked;
