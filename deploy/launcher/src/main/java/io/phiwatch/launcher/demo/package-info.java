/** The demo: simulated traffic and attacks against a process of its own, and what became of them. */
@NullMarked
package io.phiwatch.launcher.demo;

import org.jspecify.annotations.NullMarked;
