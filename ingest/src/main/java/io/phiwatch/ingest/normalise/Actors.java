package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiType.Tier;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.ActorKind;

/** Who may be named: the workforce by configuration, apps and services; everybody else is a token. */
final class Actors {
    private final Tokens tokens;
    private final Scanner scanner;
    private final StaffNames staff;

    Actors(Tokens tokens, Scanner scanner, StaffNames staff) {
        this.tokens = tokens;
        this.scanner = scanner;
        this.staff = staff;
    }

    String idOf(ActorKind kind, String tenant, Phi<String> actor) {
        return switch (kind) {
            case staff ->
                mayBeNamed(actor, Tier.CONTACT) && staff == StaffNames.CLEAR
                        ? Tokens.normalised(actor.reveal())
                        : tokens.of(TokenKind.STAFF, tenant, actor);
            case app, service ->
                mayBeNamed(actor, Tier.NONE)
                        ? Tokens.normalised(actor.reveal())
                        : tokens.of(TokenKind.STAFF, tenant, actor);
            case patient, anonymous -> tokens.of(TokenKind.PATIENT, tenant, actor);
        };
    }

    /** Login names may look like contact data and stay; what looks worse, or is no name by its length, does not. */
    private boolean mayBeNamed(Phi<String> actor, Tier allowed) {
        return actor.reveal().length() <= Outgoing.MAX_TEXT
                && scanner.scan("", actor.reveal()).stream()
                        .filter(PhiFinding::isLikely)
                        .map(PhiFinding::type)
                        .allMatch(type -> type.tier().compareTo(allowed) <= 0);
    }
}
