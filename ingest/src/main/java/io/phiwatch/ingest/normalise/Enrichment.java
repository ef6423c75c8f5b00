package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.device.UserAgents;
import io.phiwatch.ingest.geo.Countries;
import io.phiwatch.ingest.geo.NetworkKinds;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.geo.SystemNumbers;

/**
 * What the edge knows of the world outside, looked up while addresses and user agents are still in the clear.
 * Thread-safe.
 */
public record Enrichment(
        Networks networks,
        Countries countries,
        SystemNumbers systems,
        NetworkKinds kinds,
        UserAgents userAgents,
        Destinations destinations) {}
