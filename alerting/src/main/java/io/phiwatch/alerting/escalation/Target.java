package io.phiwatch.alerting.escalation;

import java.util.List;

/** Whom a step pages. */
public sealed interface Target {
    /** Everybody behind a sink: a channel, a service of a paging system, its standing recipients. */
    record ToSink(String sink) implements Target {}

    /**
     * One person.
     *
     * @param via sinks to use; empty takes all that know the person
     */
    record ToUser(String user, List<String> via) implements Target {
        public ToUser {
            via = List.copyOf(via);
        }
    }

    /** Whoever is on call by that schedule. */
    record ToSchedule(String schedule, List<String> via) implements Target {
        public ToSchedule {
            via = List.copyOf(via);
        }
    }

    /** Everybody in a role. */
    record ToRole(String role, List<String> via) implements Target {
        public ToRole {
            via = List.copyOf(via);
        }
    }
}
