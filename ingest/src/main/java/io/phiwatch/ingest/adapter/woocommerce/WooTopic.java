package io.phiwatch.ingest.adapter.woocommerce;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Surface;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook topic, such as {@code order.updated}, or {@code action.woocommerce_add_to_cart} for a hook of the shop. The
 * header that names it is not signed, so its shape is checked.
 */
record WooTopic(String resource, String event) {
    private static final Pattern SHAPE = Pattern.compile("([a-z_]{1,40})\\.([a-z_]{1,60})");

    private static final Map<String, Action> ACTIONS = Map.of(
            "created", Action.create,
            "updated", Action.update,
            "deleted", Action.delete,
            "restored", Action.restore,
            "switched", Action.update);

    private static final Set<String> CATALOG = Set.of("product", "coupon", "review");

    static Optional<WooTopic> of(String header) {
        Matcher topic = SHAPE.matcher(header.strip());
        return topic.matches() ? Optional.of(new WooTopic(topic.group(1), topic.group(2))) : Optional.empty();
    }

    String name() {
        return resource + '.' + event;
    }

    Action action() {
        if (resource.equals("refund")) {
            return Action.refund;
        }
        if (isWebhook()) {
            return event.equals("deleted") ? Action.delete : Action.connect;
        }
        return isHook() && event.contains("cart") ? Action.update : ACTIONS.getOrDefault(event, Action.other);
    }

    Surface surface() {
        if (isWebhook()) {
            return Surface.admin;
        }
        return isCatalog() || isCustomer() ? Surface.storefront : Surface.checkout;
    }

    boolean isHook() {
        return resource.equals("action");
    }

    /** Whether it is about a webhook: an item of the list that a poll compares. */
    boolean isWebhook() {
        return resource.equals("webhook");
    }

    boolean isCatalog() {
        return CATALOG.contains(resource);
    }

    boolean isCustomer() {
        return resource.equals("customer");
    }

    boolean isOrder() {
        return resource.equals("order") || resource.equals("subscription");
    }
}
