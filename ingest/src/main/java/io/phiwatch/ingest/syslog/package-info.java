/** Syslog over TCP and TLS: RFC 5424 and 3164 messages in the frames of RFC 6587. The parser is pure. */
@NullMarked
package io.phiwatch.ingest.syslog;

import org.jspecify.annotations.NullMarked;
