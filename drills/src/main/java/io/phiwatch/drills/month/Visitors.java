package io.phiwatch.drills.month;

import io.phiwatch.drills.payload.AccessLog;
import io.phiwatch.drills.payload.AccessLog.Visitor;
import io.phiwatch.drills.payload.FhirAuditEvents;
import io.phiwatch.drills.payload.FhirAuditEvents.Requestor;
import io.phiwatch.drills.payload.KeycloakEvents;
import io.phiwatch.drills.payload.KeycloakEvents.Account;
import io.phiwatch.drills.payload.ShopifyWebhooks;
import io.phiwatch.drills.payload.ShopifyWebhooks.Purchase;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.traffic.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Patients and shoppers: logins, own records, pages, orders that are sometimes told twice; and the robots among them. */
final class Visitors implements Habit {
    private static final double LOGINS_OF_A_PATIENT = 0.05;
    private static final double ORDERS_OF_A_PATIENT = 0.012;
    private static final double FORGOTTEN = 0.1;
    private static final double DECLINED = 0.04;
    private static final double REPEATED = 0.03;
    private static final int ROBOT_PAGES = 400;
    private static final int BATCH = 25;
    private static final Duration PROBES = Duration.ofMinutes(10);
    private static final Visitor ROBOT =
            new Visitor("66.249.66.1", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "-");
    private static final Visitor PROBE = new Visitor("104.131.7.7", "uptime-probe/3.2", "-");

    private final Population population;

    Visitors(Population population) {
        this.population = population;
    }

    @Override
    public void live(Day day, Draw draw, Consumer<Delivery> out) {
        List<Line> lines = new ArrayList<>();
        int logins = (int) Math.round(population.patients().size() * LOGINS_OF_A_PATIENT * day.season());
        for (int i = 0; i < logins; i++) {
            portal(draw.pick(population.patients()), day.waking(draw), draw, out);
        }
        int orders = (int) Math.round(population.patients().size() * ORDERS_OF_A_PATIENT * day.sales());
        for (int i = 0; i < orders; i++) {
            Patient buyer = draw.pick(population.patients());
            Instant at = day.waking(draw);
            browse(buyer, at.minusSeconds(300), draw, lines);
            buy(buyer, at, draw, out);
        }
        robots(day, draw, lines);
        ship(lines, out);
    }

    private static void portal(Patient patient, Instant at, Draw draw, Consumer<Delivery> out) {
        Account account = Account.of(patient);
        Instant time = at;
        if (draw.chance(FORGOTTEN)) {
            int tries = draw.between(1, 5);
            for (int i = 0; i < tries; i++) {
                out.accept(KeycloakEvents.failedLogin(account, patient.address(), time, draw));
                time = time.plusSeconds(draw.between(5, 40));
            }
        }
        out.accept(KeycloakEvents.login(account, patient.address(), time, draw));
        int records = draw.between(0, 4);
        for (int i = 0; i < records; i++) {
            out.accept(FhirAuditEvents.read(
                    Requestor.of(patient), patient.id(), "Observation", time.plusSeconds(draw.between(10, 400)), draw));
        }
    }

    private static void browse(Patient visitor, Instant from, Draw draw, List<Line> lines) {
        Visitor browser = new Visitor(visitor.address(), visitor.userAgent(), "-");
        int pages = draw.between(3, 8);
        for (int i = 0; i < pages; i++) {
            Instant at = from.plusSeconds(draw.between(0, 290));
            lines.add(new Line(at, AccessLog.line(browser, at, Pages.target(at, draw), draw.between(900, 48_000))));
        }
    }

    private static void buy(Patient buyer, Instant at, Draw draw, Consumer<Delivery> out) {
        Purchase purchase = Purchase.draw(buyer, draw);
        Instant ordered = at.plusSeconds(draw.between(20, 200));
        send(ShopifyWebhooks.cartCreated(purchase, at, draw), draw, out);
        if (draw.chance(DECLINED)) {
            send(ShopifyWebhooks.declined(purchase, ordered.minusSeconds(9), draw), draw, out);
        }
        send(ShopifyWebhooks.orderCreated(purchase, ordered, draw), draw, out);
        send(ShopifyWebhooks.paid(purchase, ordered.plusSeconds(1), draw), draw, out);
        send(ShopifyWebhooks.customerUpdated(buyer, ordered.plusSeconds(2), draw), draw, out);
    }

    /** A platform that saw no answer sends again, up to hours later. */
    private static void send(Delivery delivery, Draw draw, Consumer<Delivery> out) {
        out.accept(delivery);
        if (draw.chance(REPEATED)) {
            out.accept(delivery.sentAt(delivery.at().plusSeconds(draw.between(60, 3 * 3600))));
        }
    }

    private static void robots(Day day, Draw draw, List<Line> lines) {
        for (int i = 0; i < ROBOT_PAGES; i++) {
            Instant at = day.at(draw.upTo(Duration.ofHours(23)));
            lines.add(new Line(at, AccessLog.line(ROBOT, at, Pages.target(at, draw), 9_000)));
        }
        for (Instant at = day.at(Duration.ZERO); at.isBefore(day.at(Duration.ofDays(1))); at = at.plus(PROBES)) {
            lines.add(new Line(at, AccessLog.line(PROBE, at, "/checkout/health", 12)));
        }
    }

    /** A log shipper sends a batch when it is full. */
    private static void ship(List<Line> lines, Consumer<Delivery> out) {
        lines.sort(Comparator.comparing(Line::at));
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<Line> batch = lines.subList(from, Math.min(from + BATCH, lines.size()));
            // none waits for more than a few minutes: the shipper's own limit
            Instant sent = batch.getFirst().at();
            List<String> ready = new ArrayList<>();
            for (Line line : batch) {
                if (line.at().isAfter(sent.plusSeconds(240))) {
                    out.accept(AccessLog.batch(ready, ready.isEmpty() ? sent : sent.plusSeconds(241)));
                    ready.clear();
                    sent = line.at();
                }
                ready.add(line.text());
            }
            out.accept(AccessLog.batch(ready, sent.plusSeconds(241)));
        }
    }

    private record Line(Instant at, String text) {}
}
