package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.ShopifyWebhooks;
import io.phiwatch.drills.payload.ShopifyWebhooks.Purchase;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Carts, orders and payments; a few webhooks come twice, as platforms retry. */
final class ShopTraffic implements Traffic {
    private static final int WEBHOOKS_OF_A_PURCHASE = 4;
    private static final double RETRIED = 0.03;
    private static final double THEME_PUBLISHED = 0.15;

    private final List<Patient> customers;

    ShopTraffic(Population population) {
        customers = population.patients();
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        for (int i = 0; i < slot.events() / WEBHOOKS_OF_A_PURCHASE; i++) {
            buy(slot.moment(draw), draw, out);
        }
        if (draw.chance(THEME_PUBLISHED)) {
            out.accept(ShopifyWebhooks.themePublished(slot.moment(draw), draw));
        }
    }

    private void buy(Instant start, Draw draw, Consumer<Delivery> out) {
        Patient buyer = draw.pick(customers);
        Purchase purchase = Purchase.draw(buyer, draw);
        Instant ordered = start.plusSeconds(draw.between(20, 120));
        send(ShopifyWebhooks.cartCreated(purchase, start, draw), draw, out);
        send(ShopifyWebhooks.orderCreated(purchase, ordered, draw), draw, out);
        send(ShopifyWebhooks.paid(purchase, ordered.plusSeconds(1), draw), draw, out);
        send(ShopifyWebhooks.customerUpdated(buyer, ordered.plusSeconds(2), draw), draw, out);
    }

    private static void send(Delivery delivery, Draw draw, Consumer<Delivery> out) {
        out.accept(delivery);
        if (draw.chance(RETRIED)) {
            out.accept(delivery.sentAt(delivery.at().plusSeconds(draw.between(30, 240))));
        }
    }
}
