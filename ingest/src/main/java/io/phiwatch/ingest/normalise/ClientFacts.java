package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.geo.Address;
import io.phiwatch.ingest.geo.Countries;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.AccessEvent;
import java.util.Locale;
import java.util.Optional;

/** What stays of a client address: tokens, its zone and its country. */
final class ClientFacts {
    private final Tokens tokens;
    private final Networks networks;
    private final Countries countries;

    ClientFacts(Tokens tokens, Networks networks, Countries countries) {
        this.tokens = tokens;
        this.networks = networks;
        this.countries = countries;
    }

    void addTo(AccessEvent.Builder event, String tenant, Phi<String> client) {
        Optional<Address> address = Address.parse(client.reveal());
        if (address.isEmpty()) {
            // some sources name a host instead
            event.setClientIp(
                    tokens.of(TokenKind.IP, tenant, Phi.of(client.reveal().toLowerCase(Locale.ROOT))));
            return;
        }
        Address known = address.get();
        event.setClientIp(tokens.of(TokenKind.IP, tenant, Phi.of(known.text())));
        event.setClientPrefix(tokens.of(TokenKind.PREFIX, tenant, Phi.of(known.prefix())));
        networks.zoneOf(known).ifPresent(event::setClientZone);
        countries.countryOf(known).ifPresent(event::setClientCountry);
    }
}
