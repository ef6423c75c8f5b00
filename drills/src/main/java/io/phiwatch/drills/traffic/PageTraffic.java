package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.AccessLog;
import io.phiwatch.drills.payload.AccessLog.Visitor;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pages of shop and checkout; many of their addresses hold numbers that only look like PHI. */
final class PageTraffic implements Traffic {
    private static final int BATCH = 12;
    private static final String SITE = "https://shop.acme-health.example";

    private final List<Patient> visitors;

    PageTraffic(Population population) {
        visitors = population.patients();
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        List<Instant> times = Stream.generate(() -> slot.moment(draw).truncatedTo(ChronoUnit.SECONDS))
                .limit(slot.events())
                .sorted()
                .toList();
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            batch.add(line(times.get(i), draw));
            if (batch.size() == BATCH || i == times.size() - 1) {
                out.accept(AccessLog.batch(batch, times.get(i).plusSeconds(1)));
                batch.clear();
            }
        }
    }

    private String line(Instant time, Draw draw) {
        Patient visitor = draw.pick(visitors);
        String referrer = draw.chance(0.5) ? "-" : SITE + "/collections/home-care";
        return AccessLog.line(
                new Visitor(visitor.address(), visitor.userAgent(), referrer),
                time,
                target(time, draw),
                draw.between(900, 48_000));
    }

    private static String target(Instant time, Draw draw) {
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
