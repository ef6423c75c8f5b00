package io.phiwatch.alerting.console.exception;

import io.phiwatch.alerting.console.access.User;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.ScopedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Takes exceptions in, has them approved by another person where that is needed, and takes them back. Thread-safe. */
public final class ExceptionDesk {
    private static final Set<String> MAY_ASK = Set.of("responder", "admin", "compliance");
    private static final Set<String> MAY_APPROVE = Set.of("admin", "compliance");

    private final ExceptionModel model;
    private final ExceptionLog log;
    private final TextSeals seals;
    private final InstantSource clock;
    private final boolean needsApproval;

    /**
     * A desk.
     *
     * @param needsApproval whether an exception holds only once another person has approved it
     */
    public ExceptionDesk(
            ExceptionModel model, ExceptionLog log, TextSeals seals, InstantSource clock, boolean needsApproval) {
        this.model = model;
        this.log = log;
        this.seals = seals;
        this.clock = clock;
        this.needsApproval = needsApproval;
    }

    /** What became of a request. */
    public sealed interface Answer {
        /** It was done; the exception as it is now. */
        record Done(ScopedException exception) implements Answer {}

        /** It was refused, for that reason. */
        record Refused(Reason reason) implements Answer {}
    }

    /** Why a request is refused. */
    public enum Reason {
        /** The role may not, or not for that tenant. */
        forbidden,
        /** There is no such exception. */
        not_found,
        /** Whoever asked for it cannot approve it. */
        same_person,
        /** It is approved already, needs no approval, or was taken back. */
        invalid_transition,
        /** Its end is not ahead of now. */
        ended,
        /** Its scope names somebody who must not stand in the clear. */
        phi_in_scope
    }

    /** Asks for an exception. */
    public Answer add(ExceptionBody body, User user) {
        Instant now = now();
        if (!MAY_ASK.contains(user.role()) || !mayActFor(user, body.tenant())) {
            return new Answer.Refused(Reason.forbidden);
        }
        if (!body.until().isAfter(now)) {
            return new Answer.Refused(Reason.ended);
        }
        if (!body.names().stream().allMatch(seals::mayStandInClear)) {
            return new Answer.Refused(Reason.phi_in_scope);
        }
        String id = newId();
        TextSeals.Sealed reason = seals.seal(new TextSeals.Place(body.tenant(), id), body.reason());
        ScopedException.Builder exception = ScopedException.newBuilder()
                .setExceptionId(id)
                .setVersion(1)
                .setTenant(body.tenant())
                .setFields(body.fields())
                .setValidFrom(now)
                .setValidUntil(body.until())
                .setOwner(body.owner())
                .setRequestedBy(user.name())
                .setRequestedAt(now)
                .setApprovalNeeded(needsApproval)
                .setSealedReason(reason.ciphertext());
        Optional.ofNullable(body.rule()).ifPresent(exception::setRuleName);
        Optional.ofNullable(body.entityKind()).ifPresent(exception::setEntityKind);
        Optional.ofNullable(body.entityId()).ifPresent(exception::setEntityId);
        return write(exception.build());
    }

    /** Approves an exception that another person asked for. */
    public Answer approve(String id, User user) {
        return change(id, user, MAY_APPROVE, known -> {
            if (!known.getApprovalNeeded() || known.getApprovedAt() != null || known.getEndedAt() != null) {
                return new Answer.Refused(Reason.invalid_transition);
            }
            if (known.getRequestedBy().equals(user.name())) {
                return new Answer.Refused(Reason.same_person);
            }
            return write(next(known, change -> change.setApprovedBy(user.name()).setApprovedAt(now())));
        });
    }

    /** Takes an exception back: from now on it holds no more. What it kept back stays on record. */
    public Answer remove(String id, User user) {
        return change(
                id,
                user,
                MAY_ASK,
                known -> known.getEndedAt() == null
                        ? write(next(
                                known, change -> change.setEndedBy(user.name()).setEndedAt(now())))
                        : new Answer.Refused(Reason.invalid_transition));
    }

    private interface Change {
        Answer of(ScopedException known);
    }

    private Answer change(String id, User user, Set<String> roles, Change change) {
        return model.find(id)
                .map(known -> roles.contains(user.role()) && mayActFor(user, known.getTenant())
                        ? change.of(known)
                        : new Answer.Refused(Reason.forbidden))
                .orElseGet(() -> new Answer.Refused(Reason.not_found));
    }

    private static ScopedException next(ScopedException known, UnaryOperator<ScopedException.Builder> change) {
        return change.apply(ScopedException.newBuilder(known).setVersion(known.getVersion() + 1))
                .build();
    }

    private Answer write(ScopedException exception) {
        log.append(exception);
        // so that who asks next sees it at once; the topic brings the same
        model.apply(exception);
        return new Answer.Done(exception);
    }

    private static boolean mayActFor(User user, String tenant) {
        return user.tenants().isEmpty() || user.tenants().contains(tenant);
    }

    private static String newId() {
        UUID random = UUID.randomUUID();
        return 'x' + HexFormat.of().toHexDigits(random.getMostSignificantBits());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
