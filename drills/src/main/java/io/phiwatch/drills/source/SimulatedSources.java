package io.phiwatch.drills.source;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The five sources of the simulated company, one or more for each surface. */
public final class SimulatedSources {
    /** Tenant that every simulated source belongs to. */
    public static final String TENANT = "acme-health";

    public static final String SHOP = "shop";
    public static final String WEB = "web";
    public static final String PORTAL_IDP = "portal-idp";
    public static final String PORTAL_FHIR = "portal-fhir";
    public static final String VIDEO = "video";

    public static final String SHOPIFY = "shopify";
    public static final String NGINX = "nginx";
    public static final String KEYCLOAK = "keycloak";
    public static final String FHIR = "fhir";
    public static final String ZOOM = "zoom";

    private static final int SECRET_BYTES = 24;

    private SimulatedSources() {}

    /** The sources, each with the secret that {@code secretOf} gives for its id. */
    public static List<SimulatedSource> withSecrets(UnaryOperator<String> secretOf) {
        return List.of(
                source(SHOP, SHOPIFY, Surface.storefront, secretOf),
                source(WEB, NGINX, Surface.storefront, secretOf),
                source(PORTAL_IDP, KEYCLOAK, Surface.portal, secretOf),
                source(PORTAL_FHIR, FHIR, Surface.portal, secretOf),
                source(VIDEO, ZOOM, Surface.telehealth, secretOf));
    }

    /** The sources, with fresh secrets; give a {@link java.security.SecureRandom} outside of tests. */
    public static List<SimulatedSource> generate(Random random) {
        return withSecrets(id -> {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        });
    }

    private static SimulatedSource source(String id, String platform, Surface surface, UnaryOperator<String> secretOf) {
        return new SimulatedSource(id, platform, TENANT, Environment.production, surface, secretOf.apply(id));
    }
}
