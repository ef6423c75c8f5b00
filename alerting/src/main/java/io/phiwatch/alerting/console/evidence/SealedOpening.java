package io.phiwatch.alerting.console.evidence;

import io.phiwatch.alerting.console.access.User;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The opening of a sealed original as an access event: whoever watches is watched by the same rules. */
final class SealedOpening {
    /** Source and platform of what the console tells of. */
    static final String SOURCE = "phiwatch-console";

    static final String PLATFORM = "phiwatch";
    static final String NATIVE_ACTION = "open-sealed";

    private SealedOpening() {}

    /**
     * Who opened what.
     *
     * @param incident incident that rests on the event
     * @param eventId event whose original it is
     * @param about that event: whose data it is; empty where it is no longer kept
     * @param outcome whether it was handed out
     */
    static AccessEvent of(
            User user, Incident incident, String eventId, Optional<AccessEvent> about, Outcome outcome, Instant at) {
        AccessEvent.Builder event = AccessEvent.newBuilder()
                .setEventId("open-" + UUID.randomUUID())
                .setEventTime(at)
                .setEventReceived(at)
                .setTenant(incident.getTenant())
                .setEnvironment(incident.getEnvironment())
                .setSurface(Surface.admin)
                .setSourceId(SOURCE)
                .setSourcePlatform(PLATFORM)
                .setAction(Action.read)
                .setActionNative(NATIVE_ACTION)
                .setOutcome(outcome)
                .setActorId(user.name())
                .setActorKind(ActorKind.staff)
                .setActorRoles(List.of(user.role()))
                .setObjectType("sealed-original")
                .setObjectId(eventId)
                .setRecordsCount(1L);
        about.ifPresent(original -> event.setPatients(original.getPatients())
                .setPatientsCount(original.getPatientsCount())
                .setPhiTypes(original.getPhiTypes())
                .setPhiCount(original.getPhiCount())
                .setPhiTier(original.getPhiTier()));
        return event.build();
    }
}
