package io.phiwatch.drills.payload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Webhooks of a Shopify shop. */
public final class ShopifyWebhooks {
    private static final List<String> PRODUCTS = List.of(
            "Digital thermometer",
            "Blood pressure cuff",
            "Compression socks",
            "Vitamin D3",
            "Pill organiser",
            "Heating pad");

    private ShopifyWebhooks() {}

    /** What one shopper buys. */
    public record Purchase(Patient buyer, long orderId, int number, String token, String product, String price) {
        public static Purchase draw(Patient buyer, Draw draw) {
            return new Purchase(
                    buyer,
                    id(draw),
                    draw.between(1_000, 99_999),
                    draw.hex(32),
                    draw.pick(PRODUCTS),
                    draw.between(9, 180) + ".00");
        }
    }

    public static Delivery cartCreated(Purchase purchase, Instant time, Draw draw) {
        ObjectNode cart = Json.object().put("id", purchase.token()).put("token", purchase.token());
        cart.set("line_items", items(purchase, draw));
        cart.putNull("note");
        times(cart, time);
        return delivery("carts/create", cart, time, draw);
    }

    public static Delivery orderCreated(Purchase purchase, Instant time, Draw draw) {
        Patient buyer = purchase.buyer();
        ObjectNode order = Json.object()
                .put("id", purchase.orderId())
                .put("admin_graphql_api_id", "gid://shopify/Order/" + purchase.orderId())
                .put("browser_ip", buyer.address())
                .put("cart_token", purchase.token())
                .put("confirmed", true)
                .put("contact_email", buyer.email())
                .put("currency", "USD")
                .put("email", buyer.email())
                .put("financial_status", "paid")
                .put("landing_site", "/?utm_source=newsletter&utm_medium=email&utm_campaign=autumn")
                .put("name", "#" + purchase.number())
                .put("order_number", purchase.number())
                .put("phone", buyer.phone())
                .put("source_name", "web")
                .put("test", false)
                .put("total_price", purchase.price());
        order.putNull("app_id").putNull("note").putNull("user_id").putNull("referring_site");
        times(order, time);
        order.putObject("client_details")
                .put("browser_ip", buyer.address())
                .put("user_agent", buyer.userAgent())
                .put("accept_language", "en-US");
        order.set("customer", customer(buyer));
        order.set("shipping_address", address(buyer));
        order.set("line_items", items(purchase, draw));
        return delivery("orders/create", order, time, draw);
    }

    public static Delivery paid(Purchase purchase, Instant time, Draw draw) {
        return payment(purchase, "success", time, draw);
    }

    /** The card was refused; shoppers then take another. */
    public static Delivery declined(Purchase purchase, Instant time, Draw draw) {
        return payment(purchase, "failure", time, draw);
    }

    private static Delivery payment(Purchase purchase, String status, Instant time, Draw draw) {
        long id = id(draw);
        ObjectNode transaction = Json.object()
                .put("id", id)
                .put("admin_graphql_api_id", "gid://shopify/OrderTransaction/" + id)
                .put("order_id", purchase.orderId())
                .put("kind", "sale")
                .put("gateway", "shopify_payments")
                .put("status", status)
                .put("created_at", second(time))
                .put("processed_at", second(time))
                .put("source_name", "web")
                .put("amount", purchase.price())
                .put("currency", "USD")
                .put("test", false);
        transaction.putNull("message").putNull("user_id").putNull("error_code");
        transaction
                .putObject("payment_details")
                .put("credit_card_number", "•••• •••• •••• " + draw.digits(4))
                .put("credit_card_company", "Visa");
        return delivery("order_transactions/create", transaction, time, draw);
    }

    public static Delivery customerUpdated(Patient buyer, Instant time, Draw draw) {
        ObjectNode customer = customer(buyer);
        times(customer, time);
        customer.putArray("addresses").add(address(buyer));
        return delivery("customers/update", customer, time, draw);
    }

    public static Delivery themePublished(Instant time, Draw draw) {
        long id = id(draw);
        ObjectNode theme = Json.object().put("id", id).put("name", "Autumn").put("role", "main");
        times(theme, time);
        theme.put("previewable", true)
                .put("processing", false)
                .put("admin_graphql_api_id", "gid://shopify/OnlineStoreTheme/" + id);
        return delivery("themes/publish", theme, time, draw);
    }

    private static ObjectNode customer(Patient buyer) {
        ObjectNode customer = Json.object()
                .put("id", buyer.customerId())
                .put("admin_graphql_api_id", "gid://shopify/Customer/" + buyer.customerId())
                .put("email", buyer.email())
                .put("first_name", buyer.firstName())
                .put("last_name", buyer.lastName())
                .put("phone", buyer.phone())
                .put("state", "enabled")
                .put("verified_email", true)
                .put("tags", "")
                .put("currency", "USD");
        return customer.putNull("note");
    }

    private static ObjectNode address(Patient buyer) {
        return Json.object()
                .put("first_name", buyer.firstName())
                .put("last_name", buyer.lastName())
                .put("address1", "100 Example Street")
                .put("city", "Springfield")
                .put("province_code", "IL")
                .put("country_code", "US")
                .put("zip", "62701")
                .put("phone", buyer.phone());
    }

    private static ArrayNode items(Purchase purchase, Draw draw) {
        ObjectNode item = Json.object()
                .put("id", id(draw))
                .put("title", purchase.product())
                .put("quantity", 1)
                .put("price", purchase.price())
                .put("variant_id", id(draw))
                .put("product_id", id(draw))
                .put("sku", "SKU-" + draw.digits(5));
        return Json.object().arrayNode().add(item);
    }

    private static void times(ObjectNode node, Instant time) {
        node.put("created_at", second(time)).put("updated_at", second(time));
    }

    private static Delivery delivery(String topic, ObjectNode body, Instant time, Draw draw) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Shopify-Topic", topic);
        headers.put("X-Shopify-Shop-Domain", "acme-health.myshopify.com");
        headers.put("X-Shopify-API-Version", "2025-07");
        headers.put("X-Shopify-Webhook-Id", draw.uuid().toString());
        headers.put("X-Shopify-Event-Id", draw.uuid().toString());
        headers.put("X-Shopify-Triggered-At", time.toString());
        return new Delivery(SimulatedSources.SHOP, SimulatedSources.SHOPIFY, headers, body.toString(), time);
    }

    private static long id(Draw draw) {
        return 5_000_000_000_000L + Long.parseLong(draw.digits(12));
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
    }
}
