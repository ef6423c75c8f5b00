package io.phiwatch.drills.traffic;

import io.phiwatch.drills.population.Draw;
import java.time.Instant;
import java.util.Locale;

/** Addresses of pages of shop and checkout; many hold numbers that only look like PHI. */
public final class Pages {
    private Pages() {}

    /** Some page, as it is asked for. */
    public static String target(Instant time, Draw draw) {
        return switch (draw.between(0, 13)) {
            case 0 -> "/";
            case 1 -> "/collections/home-care?page=" + draw.between(1, 9);
            case 2 -> "/products/blood-pressure-cuff?variant=4" + draw.digits(13);
            case 3 -> "/products/compression-socks?utm_source=newsletter&utm_medium=email&utm_campaign=autumn";
            case 4 -> "/assets/theme.css?v=" + time.getEpochSecond();
            case 5 -> "/assets/app.js?v=" + draw.hex(16);
            case 6 -> "/search?q=heating+pad&type=product";
            case 7 -> "/orders/status?order=ACME-" + draw.digits(6);
            case 8 -> "/track?carrier=ups&number=1Z" + draw.hex(6).toUpperCase(Locale.ROOT) + draw.digits(10);
            case 9 -> "/track?carrier=usps&number=94001" + draw.digits(17);
            case 10 -> "/cart?token=" + draw.uuid() + "&t=" + time.toEpochMilli();
            case 11 -> "/checkout/information?session=" + draw.uuid();
            case 12 -> "/checkout/shipping?session=" + draw.uuid() + "&step=2";
            default -> "/checkout/complete?order_id=" + draw.digits(8) + "&utm_id=" + draw.digits(10);
        };
    }
}
