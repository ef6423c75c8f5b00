package io.phiwatch.schema;

import org.jspecify.annotations.Nullable;

/** Key of access events: what one actor did is on one partition. */
public final class ActorKey {
    private ActorKey() {}

    /** Tenant and actor; for an unknown actor the session, else the client, else the source. */
    public static String of(AccessEvent event) {
        return event.getTenant() + '|' + identity(event);
    }

    private static String identity(AccessEvent event) {
        String known = firstKnown(event.getActorId(), event.getSessionId(), event.getClientIp());
        return known == null ? "source:" + event.getSourceId() : known;
    }

    private static @Nullable String firstKnown(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
