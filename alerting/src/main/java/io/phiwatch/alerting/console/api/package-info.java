/** The JSON API and the stream of server-sent events. */
@NullMarked
package io.phiwatch.alerting.console.api;

import org.jspecify.annotations.NullMarked;
