package io.phiwatch.ingest.phi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises bank accounts (IBAN) by length and checksum, and US routing numbers (ABA) by checksum and hint. */
final class Banks {
    private static final double CERTAIN = 1.0;
    private static final double BY_CHECKSUM = 0.95;
    private static final int ROUTING_DIGITS = 9;
    private static final int GROUP = 4;
    /** Lengths by country (ISO 13616 registry). */
    private static final Map<String, Integer> LENGTHS = new HashMap<>();

    static {
        String registry = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 "
                + "EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
                + "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 "
                + "PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";
        for (String entry : registry.split(" ", -1)) {
            LENGTHS.put(entry.substring(0, 2), Integer.parseInt(entry.substring(2)));
        }
    }

    private Banks() {}

    /** Written as one word or in groups of four. */
    static @Nullable PhiFinding accountAt(Text text, int start, Context context) {
        boolean begins = text.isLetterAt(start + 1) && text.isDigitAt(start + 2) && text.isDigitAt(start + 3);
        if (!begins || !text.beginsToken(start)) {
            return null;
        }
        String country = new String(text.chars, start, 2);
        Integer length = LENGTHS.get(text.isLowerAt(start) ? country.toUpperCase(Locale.ROOT) : country);
        if (length == null) {
            return null;
        }
        int end = end(text, start, length);
        if (end < 0 || text.isAlphanumericAt(end) || !hasChecksum(text, start, end)) {
            return null;
        }
        boolean told = Hints.has(context.at(start), Hints.IBAN);
        boolean counts = told || text.isUpperAt(start);
        return counts ? new PhiFinding(PhiType.IBAN, start, end, told ? CERTAIN : BY_CHECKSUM) : null;
    }

    private static int end(Text text, int start, int length) {
        char gap = text.at(start + GROUP);
        boolean grouped = gap == ' ' || gap == '-' || gap == '+';
        int at = start;
        for (int count = 0; count < length; count++) {
            if (grouped && count > 0 && count % GROUP == 0) {
                if (text.at(at) != gap) {
                    return -1;
                }
                at++;
            }
            if (!text.isAlphanumericAt(at)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    /** ISO 7064 MOD 97-10 over the number with its first four characters behind. */
    private static boolean hasChecksum(Text text, int start, int end) {
        int rest = remainder(text, start + GROUP, end, 0);
        return remainder(text, start, start + GROUP, rest) == 1;
    }

    private static int remainder(Text text, int start, int end, int before) {
        int rest = before;
        for (int i = start; i < end; i++) {
            char c = text.chars[i];
            if (Text.isDigit(c)) {
                rest = (rest * 10 + (c - '0')) % 97;
            } else if (Text.isLetter(c)) {
                rest = (rest * 100 + (Text.lower(c) - 'a' + 10)) % 97;
            }
        }
        return rest;
    }

    static @Nullable PhiFinding routingAt(Text text, int start, int endOfDigits, int hints) {
        boolean told = Hints.has(hints, Hints.ROUTING) && endOfDigits - start == ROUTING_DIGITS;
        boolean counts = told && text.endsToken(endOfDigits) && isRouting(text, start);
        return counts ? new PhiFinding(PhiType.ABA, start, endOfDigits, CERTAIN) : null;
    }

    /** Federal Reserve district in the first two digits, weights 3, 7, 1. */
    private static boolean isRouting(Text text, int start) {
        int district = text.number(start, 2);
        boolean known = district <= 12
                || (district >= 21 && district <= 32)
                || (district >= 61 && district <= 72)
                || district == 80;
        int sum = 0;
        for (int i = 0; i < ROUTING_DIGITS; i += 3) {
            sum += 3 * text.number(start + i, 1) + 7 * text.number(start + i + 1, 1) + text.number(start + i + 2, 1);
        }
        return known && sum > 0 && sum % 10 == 0;
    }
}
