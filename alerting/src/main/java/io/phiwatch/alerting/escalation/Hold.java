package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What holds pages back for a while. They are recorded when it begins and sent when it ends. */
public sealed interface Hold {
    /** Code of the reason, in evidence. */
    String code();

    /** Until when it holds this page back; empty where it does not. */
    Optional<Instant> until(Notification notification, Instant at);

    /** Hours in which some levels wait. */
    record Quiet(String name, Set<Level> levels, Hours hours) implements Hold {
        public Quiet {
            levels = Set.copyOf(levels);
        }

        @Override
        public String code() {
            return "quiet:" + name;
        }

        @Override
        public Optional<Instant> until(Notification notification, Instant at) {
            return levels.contains(notification.getLevel()) && hours.contains(at)
                    ? Optional.of(hours.endAfter(at))
                    : Optional.empty();
        }
    }

    /**
     * A planned piece of work.
     *
     * @param tenants empty takes all
     * @param surfaces empty takes all; an incident that touches any other is not held back
     * @param levels what is held back: the highest should not be among them
     */
    record Maintenance(
            String name, Instant from, Instant until, Set<String> tenants, Set<Surface> surfaces, Set<Level> levels)
            implements Hold {
        public Maintenance {
            if (!name.matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException("name: must be up to 40 letters, digits and dashes");
            }
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException("until: must be after from");
            }
            tenants = Set.copyOf(tenants);
            surfaces = Set.copyOf(surfaces);
            levels = Set.copyOf(levels);
        }

        @Override
        public String code() {
            return "maintenance:" + name;
        }

        @Override
        public Optional<Instant> until(Notification notification, Instant at) {
            boolean holds = !at.isBefore(from)
                    && at.isBefore(until)
                    && levels.contains(notification.getLevel())
                    && (tenants.isEmpty() || tenants.contains(notification.getTenant()))
                    && (surfaces.isEmpty() || surfaces.containsAll(notification.getSurfaces()));
            return holds ? Optional.of(until) : Optional.empty();
        }
    }
}
