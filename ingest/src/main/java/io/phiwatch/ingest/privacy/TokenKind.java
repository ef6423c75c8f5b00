package io.phiwatch.ingest.privacy;

import java.util.Locale;

/** What a token stands for. Tokens of different kinds never meet, even where the identifiers are equal. */
public enum TokenKind {
    PATIENT,
    STAFF,
    SESSION,
    TRANSACTION,
    IP,
    PREFIX,
    DEVICE,
    OBJECT;

    private final String domain = name().toLowerCase(Locale.ROOT);

    String domain() {
        return domain;
    }
}
