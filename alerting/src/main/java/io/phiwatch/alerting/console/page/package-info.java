/** The pages, rendered on the server from precompiled templates. */
@NullMarked
package io.phiwatch.alerting.console.page;

import org.jspecify.annotations.NullMarked;
