/** Sinks for paging systems, chats and mail: how each of them wants a page. */
@NullMarked
package io.phiwatch.alerting.page.sink;

import org.jspecify.annotations.NullMarked;
