package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads lines of {@code id patient address session agent text}; {@code bug} makes it fail as a broken adapter would. */
final class FakeAdapter implements Adapter {
    /** The delivery that was read last. */
    volatile Delivery last;

    @Override
    public String platform() {
        return "fake";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        String signature = delivery.header("x-signature").orElse("");
        if (signature.equals("garbage")) {
            throw new IllegalStateException(delivery.text());
        }
        return source.secrets().contains(signature);
    }

    @Override
    public Optional<String> challenge(Delivery delivery, Source source) {
        return delivery.text().equals("hello?") || delivery.header("X-Hello").isPresent()
                ? Optional.of("{\"hello\":\"yes\"}")
                : Optional.empty();
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        last = delivery;
        if (delivery.text().startsWith("bug")) {
            throw new IllegalStateException(delivery.text());
        }
        return delivery.text()
                .lines()
                .map(line -> line(line, delivery.received()))
                .toList();
    }

    private static Parsed line(String line, Instant received) {
        byte[] raw = line.getBytes(StandardCharsets.UTF_8);
        String[] words = line.split(" ", 6);
        if (words.length < 6) {
            return new Parsed.Rejected(Parsed.Reason.MALFORMED_LINE, "line", raw);
        }
        EventDraft draft = new EventDraft(words[0], received, Action.read);
        draft.patients.add(Phi.of(words[1]));
        draft.clientAddress = Phi.of(words[2]);
        draft.session = Phi.of(words[3]);
        draft.userAgent = Phi.of(words[4]);
        draft.texts.add(new EventDraft.Scannable("body", "", Phi.of(words[5])));
        draft.objectPerson = Phi.of(words[1]);
        return new Parsed.Event(draft, raw);
    }
}
