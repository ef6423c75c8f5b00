/** Taking something away from an attacker: asked for by one person, approved by another, carried out by the customer. */
@NullMarked
package io.phiwatch.alerting.containment;

import org.jspecify.annotations.NullMarked;
