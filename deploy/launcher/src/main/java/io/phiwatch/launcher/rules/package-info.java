/** Rules as data, seen from a process: its keys, and the topic that rules are pushed to. */
@NullMarked
package io.phiwatch.launcher.rules;

import org.jspecify.annotations.NullMarked;
