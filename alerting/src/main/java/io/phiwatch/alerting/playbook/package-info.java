/** Playbooks: what to do about an incident, step by step, from Markdown files. Pure decisions, no Kafka. */
@NullMarked
package io.phiwatch.alerting.playbook;

import org.jspecify.annotations.NullMarked;
