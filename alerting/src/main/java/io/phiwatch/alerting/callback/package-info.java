/** What paging services call back with: verified, and turned into commands of named people. */
@NullMarked
package io.phiwatch.alerting.callback;

import org.jspecify.annotations.NullMarked;
