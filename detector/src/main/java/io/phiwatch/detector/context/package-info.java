/** What is known beside the events: reference tables with their versions, and the fields that they give to an event. */
@NullMarked
package io.phiwatch.detector.context;

import org.jspecify.annotations.NullMarked;
