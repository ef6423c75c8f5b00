package io.phiwatch.ingest.adapter.magento;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the name of an event says: {@code observer.customer_login}, {@code plugin.magento.sales.api.order_repository.save}.
 * Modules bring names of their own, so that names are read by the words in them.
 *
 * @param thing type of the thing it is about
 */
record MagentoEventName(String name, String thing, Surface surface, Action action, Outcome outcome) {
    private static final int LONGEST = 60;
    private static final String SECTION = "config_changed_section_";
    private static final List<String> STARTS = List.of("observer.", "plugin.");

    /** The first whose word stands in the name decides: special words before general ones. */
    private static final List<Thing> THINGS = List.of(
            new Thing("auth_user", "account", Surface.admin),
            new Thing("_auth_", "account", Surface.admin),
            new Thing("admin_login", "account", Surface.admin),
            new Thing("admin_user_authenticate", "account", Surface.admin),
            new Thing("two_factor", "account", Surface.admin),
            new Thing("tfa", "account", Surface.admin),
            new Thing("authorization_r", "role", Surface.admin),
            new Thing("role", "role", Surface.admin),
            new Thing("admin_user", "user", Surface.admin),
            new Thing("adminhtml_user", "user", Surface.admin),
            new Thing("permission_user", "user", Surface.admin),
            new Thing("user_model_user", "user", Surface.admin),
            new Thing("integration", "api_token", Surface.admin),
            new Thing("oauth", "api_token", Surface.admin),
            new Thing("webhook", "webhook", Surface.admin),
            new Thing("event_subscription", "webhook", Surface.admin),
            new Thing("config", "config", Surface.admin),
            new Thing("theme", "theme", Surface.admin),
            new Thing("module", "module", Surface.admin),
            new Thing("sales_rule", "price_rule", Surface.admin),
            new Thing("salesrule", "price_rule", Surface.admin),
            new Thing("catalog_rule", "price_rule", Surface.admin),
            new Thing("catalogrule", "price_rule", Surface.admin),
            new Thing("customer_group", "config", Surface.admin),
            new Thing("creditmemo", "refund", Surface.checkout),
            new Thing("invoice", "invoice", Surface.checkout),
            new Thing("shipment", "shipment", Surface.checkout),
            new Thing("payment", "payment", Surface.checkout),
            new Thing("order", "order", Surface.checkout),
            new Thing("checkout_submit", "order", Surface.checkout),
            new Thing("quote", "cart", Surface.checkout),
            new Thing("cart", "cart", Surface.checkout),
            new Thing("checkout", "cart", Surface.checkout),
            new Thing("customer", "customer", Surface.storefront),
            new Thing("newsletter", "customer", Surface.storefront),
            new Thing("review", "review", Surface.storefront),
            new Thing("category", "category", Surface.storefront),
            new Thing("product", "product", Surface.storefront),
            new Thing("cms", "page", Surface.storefront),
            new Thing("inventory", "stock", Surface.storefront));

    private static final List<Verb> VERBS = List.of(
            new Verb("login_failed", Action.login, Outcome.failure),
            new Verb("authenticate_after", Action.login, Outcome.success),
            new Verb("logout", Action.logout, Outcome.success),
            new Verb("login", Action.login, Outcome.success),
            new Verb("register", Action.create, Outcome.success),
            new Verb("create_account", Action.create, Outcome.success),
            new Verb("password", Action.password_change, Outcome.success),
            new Verb("forgotpassword", Action.password_change, Outcome.success),
            new Verb("resetpassword", Action.password_change, Outcome.success),
            new Verb("resetpasswordpost", Action.password_change, Outcome.success),
            new Verb("rollback", Action.restore, Outcome.success),
            new Verb("backup", Action.backup, Outcome.success),
            new Verb("delete", Action.delete, Outcome.success),
            new Verb("deleterole", Action.delete, Outcome.success),
            new Verb("massdelete", Action.delete, Outcome.success),
            new Verb("remove", Action.delete, Outcome.success),
            new Verb("refund", Action.refund, Outcome.success),
            new Verb("payment_failed", Action.pay, Outcome.failure),
            new Verb("invoice_pay", Action.pay, Outcome.success),
            new Verb("payment_pay", Action.pay, Outcome.success),
            new Verb("capture", Action.pay, Outcome.success),
            new Verb("export", Action.export, Outcome.success),
            new Verb("gridtocsv", Action.export, Outcome.success),
            new Verb("gridtoxml", Action.export, Outcome.success),
            new Verb("exportcsv", Action.export, Outcome.success),
            new Verb("exportxml", Action.export, Outcome.success),
            new Verb("submit_all", Action.create, Outcome.success),
            new Verb("order_place", Action.create, Outcome.success),
            new Verb("place_order", Action.create, Outcome.success),
            new Verb("create", Action.create, Outcome.success),
            new Verb("save", Action.update, Outcome.success),
            new Verb("update", Action.update, Outcome.success),
            new Verb("saverole", Action.update, Outcome.success),
            new Verb("massupdate", Action.update, Outcome.success),
            new Verb("massstatus", Action.update, Outcome.success),
            new Verb("add", Action.update, Outcome.success),
            new Verb("changed", Action.update, Outcome.success),
            new Verb("search", Action.search, Outcome.success),
            new Verb("print", Action.print, Outcome.success),
            new Verb("view", Action.read, Outcome.success),
            new Verb("edit", Action.read, Outcome.success),
            new Verb("index", Action.read, Outcome.success));

    private static final Set<String> CONFIGURATION = Set.of("config", "theme", "price_rule");
    private static final Set<String> PERMISSIONS = Set.of("role", "user", "api_token");
    private static final Set<String> CATALOG = Set.of("product", "category", "page", "review");

    private record Thing(String word, String type, Surface surface) {}

    private record Verb(String word, Action action, Outcome outcome) {}

    /**
     * The meaning of a name, or of a CloudEvents type that ends in one.
     *
     * @return empty where the text isn't shaped like a name
     */
    static Optional<MagentoEventName> of(String type) {
        return ClearText.name(shortened(type)).map(name -> read(name, name));
    }

    /** From its start, or as much of its end as may stay in the clear. */
    private static String shortened(String type) {
        String name = type;
        for (String start : STARTS) {
            int at = type.indexOf(start);
            if (at == 0 || (at > 0 && type.charAt(at - 1) == '.')) {
                name = type.substring(at);
            }
        }
        while (name.length() > LONGEST && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }

    /**
     * The meaning of words.
     *
     * @param words in the style of code; they need not be fit for the clear
     */
    static MagentoEventName read(String name, String words) {
        String bounded =
                ('_' + words.toLowerCase(Locale.ROOT) + '_').replace('.', '_').replace('/', '_');
        Thing thing = THINGS.stream()
                .filter(known -> bounded.contains(known.word))
                .findFirst()
                .orElse(new Thing("", "event", Surface.admin));
        Verb verb = VERBS.stream()
                .filter(known -> bounded.contains('_' + known.word + '_'))
                .findFirst()
                .orElse(new Verb("", Action.other, Outcome.success));
        return new MagentoEventName(name, thing.type, thing.surface, action(thing.type, verb.action), verb.outcome);
    }

    /** What a change of such a thing comes to: of a role a grant, of a setting a configuration. */
    static Action action(String thing, Action change) {
        boolean changes = change == Action.create || change == Action.update;
        if (PERMISSIONS.contains(thing) && (changes || change == Action.delete)) {
            return changes ? Action.grant : Action.revoke;
        }
        if (CONFIGURATION.contains(thing) && (changes || change == Action.delete)) {
            return Action.configure;
        }
        if (thing.equals("webhook") && changes) {
            return Action.connect;
        }
        if (thing.equals("module")) {
            return change == Action.create ? Action.install : change == Action.delete ? Action.uninstall : change;
        }
        return thing.equals("refund") && changes ? Action.refund : change;
    }

    /** Section of the configuration that was changed; empty where it isn't about one. */
    String section() {
        int at = name.indexOf(SECTION);
        return at < 0 ? "" : name.substring(at + SECTION.length());
    }

    boolean isCatalog() {
        return CATALOG.contains(thing);
    }

    boolean isAboutCustomer() {
        return thing.equals("customer");
    }
}
