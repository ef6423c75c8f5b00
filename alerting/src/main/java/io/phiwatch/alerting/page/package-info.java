/** Pages people: a plain consumer of notifications, the sinks it sends to, and the record of each attempt. */
@NullMarked
package io.phiwatch.alerting.page;

import org.jspecify.annotations.NullMarked;
