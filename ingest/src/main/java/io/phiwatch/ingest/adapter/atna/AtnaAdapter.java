package io.phiwatch.ingest.adapter.atna;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.audit.AuditRecord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads audit messages of IHE's ATNA profile and of DICOM, bare or with the syslog message around them:
 * docs/adapters/atna.md.
 */
public final class AtnaAdapter implements Adapter {
    private static final String DECLARATION = "<?xml";
    private static final int LONGEST_DECLARATION = 200;
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)");
    private static final String ROOT = "<AuditMessage";
    private static final String END = "</AuditMessage>";

    @Override
    public String platform() {
        return "atna";
    }

    /** For deliveries over HTTP; over syslog the receiver knows who sent them by the certificate. */
    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        List<Parsed> parsed = new ArrayList<>();
        for (byte[] message : messages(delivery.body())) {
            parsed.add(parse(message, delivery.id() + ':' + parsed.size(), source));
        }
        return parsed;
    }

    /** Each message without what stands around it; a delivery without any is one item, to be rejected. */
    private static List<byte[]> messages(byte[] body) {
        // one character a byte: the declaration says in which encoding to read them
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<byte[]> messages = new ArrayList<>();
        int from = 0;
        for (int root = text.indexOf(ROOT); root >= 0; root = text.indexOf(ROOT, from)) {
            int declaration = text.indexOf(DECLARATION, from);
            int start = declaration >= 0 && declaration < root ? declaration : root;
            int end = text.indexOf(END, root);
            int next = end < 0 ? text.length() : end + END.length();
            messages.add(text.substring(start, next).getBytes(StandardCharsets.ISO_8859_1));
            from = next;
        }
        return messages.isEmpty() && !text.isBlank() ? List.of(body) : messages;
    }

    /** In the encoding that the declaration names; decoded here, since the parser prints what it can't decode. */
    private static String decoded(byte[] raw) {
        int head = Math.min(raw.length, LONGEST_DECLARATION);
        Matcher declared = ENCODING.matcher(new String(raw, 0, head, StandardCharsets.ISO_8859_1));
        try {
            Charset charset = declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
            return new String(raw, charset);
        } catch (IllegalArgumentException unknown) {
            return new String(raw, StandardCharsets.UTF_8);
        }
    }

    private static Parsed parse(byte[] raw, String place, Source source) {
        Optional<XmlElement> message = XmlElement.parse(decoded(raw));
        if (message.isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_XML, null, raw);
        }
        if (!message.get().name().equals("AuditMessage")) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "AuditMessage", raw);
        }
        String written = message.get().child("EventIdentification").attribute("EventDateTime");
        Optional<Instant> time = JsonPayload.time(written, source.zone());
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "EventDateTime", raw);
        }
        AuditRecord audit = AuditMessage.read(message.get(), source.settings().getOrDefault("patient_authority", ""));
        return new Parsed.Event(audit.draft(EventIds.of("place", place, written), time.get()), raw);
    }
}
