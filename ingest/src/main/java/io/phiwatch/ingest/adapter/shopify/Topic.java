package io.phiwatch.ingest.adapter.shopify;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Surface;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A webhook topic, such as {@code orders/create}. The header that names it is not signed, so its shape is checked.
 *
 * @param resource what it is about, in the plural mostly
 * @param verb what happened to it
 */
record Topic(String resource, String verb) {
    private static final int LONGEST = 80;

    private static final Map<String, Action> WHOLE = Map.ofEntries(
            Map.entry("themes/publish", Action.publish),
            Map.entry("app/uninstalled", Action.uninstall),
            Map.entry("app/scopes_update", Action.grant),
            Map.entry("bulk_operations/finish", Action.export),
            Map.entry("order_transactions/create", Action.pay),
            Map.entry("tender_transactions/create", Action.pay),
            Map.entry("orders/paid", Action.pay),
            Map.entry("refunds/create", Action.refund),
            Map.entry("shop/update", Action.configure),
            Map.entry("customers/data_request", Action.other),
            Map.entry("customers/redact", Action.other),
            Map.entry("shop/redact", Action.other));

    private static final Map<String, Action> BY_VERB = Map.ofEntries(
            Map.entry("create", Action.create),
            Map.entry("update", Action.update),
            Map.entry("updated", Action.update),
            Map.entry("edited", Action.update),
            Map.entry("merge", Action.update),
            Map.entry("enable", Action.update),
            Map.entry("disable", Action.update),
            Map.entry("cancelled", Action.update),
            Map.entry("fulfilled", Action.update),
            Map.entry("partially_fulfilled", Action.update),
            Map.entry("moved", Action.update),
            Map.entry("delete", Action.delete),
            Map.entry("revoke", Action.revoke));

    private static final Set<String> CONFIGURATION = Set.of(
            "app_subscriptions",
            "app_purchases_one_time",
            "domains",
            "locations",
            "locales",
            "markets",
            "tax_services");

    private static final Set<String> ADMINISTRATION = Set.of(
            "app",
            "app_subscriptions",
            "app_purchases_one_time",
            "themes",
            "bulk_operations",
            "shop",
            "domains",
            "locations",
            "locales",
            "markets",
            "tax_services",
            "audit_events",
            "metaobjects",
            "scheduled_product_listings",
            "segments",
            "customer_groups",
            "profiles",
            "publications",
            "channels",
            "reverse_deliveries");

    private static final Set<String> CATALOG = Set.of(
            "products",
            "product_listings",
            "product_feeds",
            "product_publications",
            "collections",
            "collection_listings",
            "collection_publications",
            "inventory_items",
            "inventory_levels",
            "variants",
            "selling_plan_groups",
            "carts",
            "customers",
            "customer_tags",
            "customer_account_settings",
            "companies",
            "company_contacts",
            "company_locations",
            "customers_email_marketing_consent",
            "customers_marketing_consent");

    /** Things whose ids name nobody. */
    private static final Set<String> IMPERSONAL = Set.of(
            "app",
            "app_subscriptions",
            "themes",
            "bulk_operations",
            "shop",
            "domains",
            "locations",
            "locales",
            "markets",
            "products",
            "product_listings",
            "product_feeds",
            "collections",
            "collection_listings",
            "inventory_items",
            "inventory_levels",
            "variants",
            "selling_plan_groups");

    /** The topic of a header; empty where the text isn't one. */
    static Optional<Topic> of(String header) {
        String name = header.strip().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        boolean whole = slash > 0 && slash == name.lastIndexOf('/') && slash < name.length() - 1;
        if (!whole || name.length() > LONGEST || !name.chars().allMatch(Topic::isNameCharacter)) {
            return Optional.empty();
        }
        return Optional.of(new Topic(name.substring(0, slash), name.substring(slash + 1)));
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || c == '_' || c == '/';
    }

    String name() {
        return resource + '/' + verb;
    }

    Action action() {
        Action whole = WHOLE.get(name());
        if (whole != null) {
            return whole;
        }
        return CONFIGURATION.contains(resource) ? Action.configure : BY_VERB.getOrDefault(verb, Action.other);
    }

    Surface surface() {
        if (ADMINISTRATION.contains(resource)) {
            return Surface.admin;
        }
        return CATALOG.contains(resource) ? Surface.storefront : Surface.checkout;
    }

    boolean isAboutCustomer() {
        return resource.equals("customers");
    }

    /** Whether the body is the shop itself, whose address and telephone number are the merchant's own. */
    boolean isAboutShop() {
        return resource.equals("app") || resource.equals("shop") || resource.equals("locations");
    }

    boolean isCatalog() {
        return resource.startsWith("product") || resource.startsWith("collection");
    }

    boolean isImpersonal() {
        return IMPERSONAL.contains(resource);
    }
}
