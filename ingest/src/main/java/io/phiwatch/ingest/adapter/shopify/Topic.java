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
            Map.entry("subscription_billing_attempts/success", Action.pay),
            Map.entry("subscription_billing_attempts/failure", Action.pay),
            Map.entry("returns/approve", Action.approve),
            Map.entry("collection_listings/add", Action.publish),
            Map.entry("product_listings/add", Action.publish),
            Map.entry("shop/update", Action.configure),
            Map.entry("customers/data_request", Action.other),
            Map.entry("customers/redact", Action.other),
            Map.entry("shop/redact", Action.other),
            Map.entry("users/create", Action.grant),
            Map.entry("users/update", Action.grant),
            Map.entry("users/delete", Action.revoke),
            Map.entry("webhooks/create", Action.connect),
            Map.entry("webhooks/update", Action.connect),
            Map.entry("webhooks/delete", Action.delete),
            Map.entry("app_installations/create", Action.install),
            Map.entry("app_installations/update", Action.grant),
            Map.entry("app_installations/delete", Action.uninstall),
            Map.entry("access_scopes/create", Action.grant),
            Map.entry("access_scopes/delete", Action.revoke),
            Map.entry("storefront_access_tokens/create", Action.grant),
            Map.entry("storefront_access_tokens/update", Action.grant),
            Map.entry("storefront_access_tokens/delete", Action.revoke));

    /** Lists that have no webhooks, and are polled and compared. */
    private static final Set<String> POLLED =
            Set.of("users", "webhooks", "app_installations", "access_scopes", "storefront_access_tokens");

    /** What things are called on every platform, where it isn't the resource in the singular. */
    private static final Map<String, String> THINGS = Map.ofEntries(
            Map.entry("app_installations", "app"),
            Map.entry("app_subscriptions", "app"),
            Map.entry("app_purchases_one_time", "app"),
            Map.entry("access_scopes", "app"),
            Map.entry("storefront_access_tokens", "api_token"),
            Map.entry("draft_orders", "order"),
            Map.entry("order_editing", "order"),
            Map.entry("checkouts", "cart"),
            Map.entry("carts", "cart"),
            Map.entry("order_transactions", "payment"),
            Map.entry("tender_transactions", "payment"),
            Map.entry("customers_email_marketing_consent", "customer"),
            Map.entry("customers_marketing_consent", "customer"),
            Map.entry("collections", "category"),
            Map.entry("bulk_operations", "export"),
            Map.entry("shop", "config"),
            Map.entry("finance_app_staff_member", "user"),
            Map.entry("subscription_billing_attempts", "payment"),
            Map.entry("domains", "config"),
            Map.entry("locales", "config"),
            Map.entry("markets", "config"),
            Map.entry("inventory_items", "stock"),
            Map.entry("inventory_levels", "stock"));

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
            Map.entry("add", Action.update),
            Map.entry("remove", Action.delete),
            Map.entry("tags_added", Action.update),
            Map.entry("tags_removed", Action.update),
            Map.entry("joined_segment", Action.update),
            Map.entry("left_segment", Action.update),
            Map.entry("assign", Action.grant),
            Map.entry("grant", Action.grant),
            Map.entry("delete", Action.delete),
            Map.entry("revoke", Action.revoke));

    private static final Set<String> CONFIGURATION = Set.of(
            "app_subscriptions",
            "app_purchases_one_time",
            "domains",
            "locations",
            "locales",
            "markets",
            "tax_services",
            "tax_partners",
            "markets_backup_region",
            "metafield_definitions",
            "checkout_and_accounts_configurations",
            "customer_account_settings");

    private static final Set<String> ADMINISTRATION = Set.of(
            "app",
            "app_subscriptions",
            "app_purchases_one_time",
            "app_installations",
            "access_scopes",
            "storefront_access_tokens",
            "users",
            "webhooks",
            "themes",
            "bulk_operations",
            "shop",
            "domains",
            "locations",
            "locales",
            "markets",
            "tax_services",
            "audit_events",
            "tax_partners",
            "markets_backup_region",
            "metafield_definitions",
            "checkout_and_accounts_configurations",
            "customer_account_settings",
            "finance_app_staff_member",
            "scheduled_product_listings",
            "segments",
            "customer_groups",
            "profiles",
            "publications",
            "channels",
            "reverse_deliveries",
            "reports");

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
            "metafields",
            "metaobjects",
            "variants",
            "selling_plan_groups",
            "carts",
            "customers",
            "companies",
            "company_contacts",
            "company_locations",
            "customers_email_marketing_consent",
            "customers_marketing_consent");

    /** Things whose ids name nobody. */
    private static final Set<String> IMPERSONAL = Set.of(
            "app",
            "app_subscriptions",
            "app_installations",
            "webhooks",
            "storefront_access_tokens",
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
        // those of segments and tags have a dot: customer.tags_added
        String name = header.strip().toLowerCase(Locale.ROOT).replace("customer.", "customers/");
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
        Action whole = WHOLE.get(isPolled() ? resource + '/' + withoutD() : name());
        if (whole != null) {
            return whole;
        }
        return CONFIGURATION.contains(resource) ? Action.configure : BY_VERB.getOrDefault(verb, Action.other);
    }

    /** Polls say {@code created}, webhooks {@code create}. */
    private String withoutD() {
        return verb.endsWith("ed") ? verb.substring(0, verb.length() - 1) : verb;
    }

    boolean isPolled() {
        return POLLED.contains(resource);
    }

    /** Type of the thing in words that all platforms share. */
    String thing() {
        String known = THINGS.get(resource);
        if (known != null) {
            return known;
        }
        if (resource.endsWith("ies")) {
            return resource.substring(0, resource.length() - 3) + 'y';
        }
        return resource.endsWith("s") ? resource.substring(0, resource.length() - 1) : resource;
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

    /** Whether the body holds the merchant's own addresses and names, and nobody else's. */
    boolean isAboutShop() {
        return resource.startsWith("app") || isPolled() || resource.equals("shop") || resource.equals("locations");
    }

    boolean isCatalog() {
        return resource.startsWith("product") || resource.startsWith("collection") || resource.startsWith("meta");
    }

    boolean isImpersonal() {
        return IMPERSONAL.contains(resource);
    }
}
