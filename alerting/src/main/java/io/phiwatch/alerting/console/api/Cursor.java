package io.phiwatch.alerting.console.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** The last row of a page: the next page starts after it, whatever came in at the top meanwhile. */
record Cursor(Instant time, String id) {

    static Cursor of(Row row) {
        return new Cursor(row.time(), row.id());
    }

    static Cursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 2);
            return new Cursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw RequestException.bad("cursor is not one that a list gave");
        }
    }

    /** Whether a row comes after this one in a list of the newest first. */
    boolean isBefore(Row row) {
        int byTime = row.time().compareTo(time);
        return byTime < 0 || (byTime == 0 && row.id().compareTo(id) < 0);
    }

    String text() {
        String plain = time.toEpochMilli() + "/" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
