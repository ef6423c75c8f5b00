package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.device.UserAgents;
import io.phiwatch.ingest.geo.Address;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.AccessEvent;
import java.util.Locale;
import java.util.Optional;

/** What stays of a client: tokens, the zone, country, system and kind of its network, and the family of its agent. */
final class ClientFacts {
    private final Tokens tokens;
    private final Enrichment known;

    ClientFacts(Tokens tokens, Enrichment known) {
        this.tokens = tokens;
        this.known = known;
    }

    void addAgent(AccessEvent.Builder event, String tenant, Phi<String> userAgent) {
        UserAgents.Agent agent = known.userAgents().of(userAgent.reveal());
        event.setClientAgent(agent.family());
        event.setClientDevice(tokens.of(TokenKind.DEVICE, tenant, Phi.of(agent.device())));
    }

    void addAddress(AccessEvent.Builder event, String tenant, Phi<String> client) {
        Optional<Address> address = Address.parse(client.reveal());
        if (address.isEmpty()) {
            // some sources name a host instead
            event.setClientIp(
                    tokens.of(TokenKind.IP, tenant, Phi.of(client.reveal().toLowerCase(Locale.ROOT))));
            return;
        }
        Address literal = address.get();
        event.setClientIp(tokens.of(TokenKind.IP, tenant, Phi.of(literal.text())));
        event.setClientPrefix(tokens.of(TokenKind.PREFIX, tenant, Phi.of(literal.prefix())));
        known.networks().zoneOf(literal).ifPresent(event::setClientZone);
        known.countries().countryOf(literal).ifPresent(event::setClientCountry);
        Optional<Long> system = known.systems().numberOf(literal);
        system.ifPresent(event::setClientAsn);
        event.setClientNetwork(known.kinds().kindOf(literal, system));
    }
}
