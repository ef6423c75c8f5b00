package io.phiwatch.ingest.destination;

import io.phiwatch.schema.DestinationRelation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a destination is to the tenant: what the configuration says first, then the list of trackers, then whether it
 * shares the site of the page that sent. Immutable.
 */
public final class Destinations {
    /** What configuration may list domains under. */
    public static final Set<String> KINDS =
            Set.of(DestinationRelation.first_party.name(), DestinationRelation.processor.name());

    private final List<String> firstParty;
    private final List<String> processors;
    private final Trackers trackers;

    private Destinations(List<String> firstParty, List<String> processors, Trackers trackers) {
        this.firstParty = firstParty;
        this.processors = processors;
        this.trackers = trackers;
    }

    /** Domains by {@code first_party} and {@code processor}; each stands for the names below it too. */
    public static Destinations of(Map<String, List<String>> domains, Trackers trackers) {
        return new Destinations(
                lower(domains.getOrDefault(DestinationRelation.first_party.name(), List.of())),
                lower(domains.getOrDefault(DestinationRelation.processor.name(), List.of())),
                trackers);
    }

    /**
     * Relation of a host.
     *
     * @param page host of the page that sent; null where there was none
     */
    public DestinationRelation relationOf(String host, @Nullable String page) {
        if (isWithin(host, processors)) {
            return DestinationRelation.processor;
        }
        if (isWithin(host, firstParty)) {
            return DestinationRelation.first_party;
        }
        if (trackers.vendorOf(host).isPresent()) {
            return DestinationRelation.third_party;
        }
        if (page == null) {
            return DestinationRelation.unknown;
        }
        return HostNames.site(host).equals(HostNames.site(page))
                ? DestinationRelation.first_party
                : DestinationRelation.third_party;
    }

    private static boolean isWithin(String host, List<String> domains) {
        return domains.stream().anyMatch(domain -> HostNames.isWithin(host, domain));
    }

    private static List<String> lower(List<String> domains) {
        return domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    }
}
