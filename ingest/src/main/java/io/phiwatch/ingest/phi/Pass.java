package io.phiwatch.ingest.phi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text: runs of letters and digits are read once; only those whose shape is in question are looked
 * at closer. Not thread-safe.
 */
final class Pass {
    /** Characters between two looks at the clock. */
    private static final int STRIDE = 8192;
    /** How far behind a street its ZIP code may stand. */
    private static final int CITY = 48;

    private static final int SHORTEST_KEYED = 4;
    private static final int LONGEST_PREFIX = 6;
    private static final int SHORTEST_BARE = 9;
    private static final int LONGEST_BARE = 19;

    private final Text text;
    private final Context context;
    private final SitePatterns sites;
    private final List<PhiFinding> findings = new ArrayList<>(0);
    private int settled;
    private int lastStreet = -1 - CITY;

    Pass(Text text, SitePatterns sites) {
        this.text = text;
        this.context = new Context(text);
        this.sites = sites;
        this.settled = text.start;
    }

    /**
     * Everything found.
     *
     * @param deadline when to give up, by {@link System#nanoTime()}
     * @throws ScanDeadlineException if time ran out
     */
    List<PhiFinding> findings(long deadline) {
        char[] chars = text.chars;
        int at = text.start;
        int end = text.end;
        int check = at + STRIDE;
        if (at > 0) {
            value(at - 1);
        }
        while (at < end) {
            int kind = Text.kind(chars[at]);
            if (kind == 0) {
                at++;
            } else {
                at = kind == Text.MARK ? mark(at, chars[at]) : token(at);
            }
            if (at > check) {
                check = at + STRIDE;
                if (System.nanoTime() - deadline > 0) {
                    throw new ScanDeadlineException();
                }
            }
        }
        return findings;
    }

    private int mark(int at, char c) {
        if (c == '@') {
            return email(at);
        }
        if (c == '+' || c == '(') {
            boolean number = text.isDigitAt(at + 1) || text.at(at + 1) == '(';
            PhiFinding phone = number ? Phones.at(text, at, context.at(at)) : null;
            return phone == null ? at + 1 : found(phone);
        }
        value(at);
        return at + 1;
    }

    /** A sign behind the name of a field whose value may be a person's name. */
    private void value(int sign) {
        if (sign > 0 && !Text.isDigit(text.chars[sign - 1])) {
            int hints = context.ofName(sign);
            PhiFinding name = Hints.has(hints, Hints.NAME | Hints.MAYBE_NAME) ? Names.inField(text, sign, hints) : null;
            if (name != null) {
                found(name);
            }
        }
    }

    private int email(int at) {
        PhiFinding email = Email.around(text, at);
        if (email == null) {
            return at + 1;
        }
        // numbers in the local part were read before the sign was: they are part of the address
        while (!findings.isEmpty() && findings.getLast().end() > email.start()) {
            findings.removeLast();
        }
        settled = findings.isEmpty() ? text.start : findings.getLast().end();
        return found(email);
    }

    private int token(int start) {
        char[] chars = text.chars;
        int at = start;
        int kinds = 0;
        int kind = Text.kind(chars[at]);
        while ((kind & Text.ALPHANUMERIC) != 0) {
            kinds |= kind;
            at++;
            kind = Text.kind(chars[at]);
        }
        PhiFinding finding = sites.isEmpty() ? null : sites.at(text, start);
        if (finding == null && start >= settled) {
            finding = (kinds & Text.DIGIT) == 0 ? word(start, at) : kinds == Text.DIGIT ? number(start, at) : mixed(start, at);
        }
        if (finding == null) {
            return at;
        }
        return Math.max(at, found(finding));
    }

    private @Nullable PhiFinding word(int start, int end) {
        char next = text.at(end);
        if (next == ' ' || next == '.') {
            return text.isUpperAt(start) ? Names.inProse(text, start, end) : null;
        }
        return next == '-' && end - start <= LONGEST_PREFIX && text.isDigitAt(end + 1) ? prefixed(start, end) : null;
    }

    /** AB-482913. */
    private @Nullable PhiFinding prefixed(int start, int end) {
        PhiFinding dea = end - start == 2 ? ProviderNumbers.deaAt(text, start, context) : null;
        if (dea != null) {
            return dea;
        }
        int hints = context.at(start);
        return Hints.has(hints, Hints.ADJACENT) ? KeyedNumbers.at(text, start, hints) : null;
    }

    private @Nullable PhiFinding number(int start, int end) {
        int digits = end - start;
        PhiFinding finding = null;
        if (digits >= SHORTEST_KEYED || isGrouped(start, end)) {
            finding = identifier(start, end, context.at(start));
        }
        if (finding == null && digits <= 8) {
            finding = Dates.bornAt(text, start, context);
        }
        if (finding == null && digits <= 6 && Text.isBlank(text.at(end))) {
            finding = Addresses.at(text, start, end, context);
        }
        if (finding == null && digits <= 6 && text.at(start - 2) == 'x' && Text.isBlank(text.at(start - 1))) {
            finding = Addresses.boxAt(text, start, end);
        }
        return finding;
    }

    private @Nullable PhiFinding identifier(int start, int end, int hints) {
        PhiFinding keyed = Hints.has(hints, Hints.ADJACENT) ? KeyedNumbers.at(text, start, hints) : null;
        if (keyed != null) {
            return keyed;
        }
        int digits = end - start;
        if (digits == 5) {
            PhiFinding zip = ZipCodes.at(text, start, end, context, start - lastStreet <= CITY);
            if (zip != null) {
                return zip;
            }
        }
        boolean separated = isGrouped(start, end);
        if (!separated && (digits < SHORTEST_BARE || digits > LONGEST_BARE)) {
            return isBehindLetters(start, digits) ? ProviderNumbers.deaAt(text, start - 3, context) : null;
        }
        return checked(start, end, hints);
    }

    /** AP 5836727. */
    private boolean isBehindLetters(int start, int digits) {
        return digits == 7 && text.at(start - 1) == ' ' && text.isAlphanumericAt(start - 2) && text.isLetterAt(start - 3);
    }

    private @Nullable PhiFinding checked(int start, int end, int hints) {
        PhiFinding finding = SocialSecurity.at(text, start, end, hints);
        if (finding == null) {
            finding = Cards.at(text, start, end, hints);
        }
        if (finding == null) {
            finding = ProviderNumbers.npiAt(text, start, end, hints);
        }
        if (finding == null) {
            finding = HealthCodes.drugAt(text, start, end, hints);
        }
        if (finding == null) {
            finding = Banks.routingAt(text, start, end, hints);
        }
        if (finding == null) {
            finding = Phones.at(text, start, hints);
        }
        return finding == null && end - start == 17 ? Vehicles.at(text, start, end, context) : finding;
    }

    private boolean isGrouped(int start, int end) {
        int digits = end - start;
        char next = text.at(end);
        if (digits > 6 || !(Digits.isSeparator(next) || next == '/' || next == '(')) {
            return false;
        }
        return text.isDigitAt(end + 1) || text.at(end + 1) == '(';
    }

    /** Letters and digits. */
    private @Nullable PhiFinding mixed(int start, int end) {
        int length = end - start;
        if (length > 34 || length < 3) {
            return null;
        }
        PhiFinding finding = Text.isDigit(text.chars[start]) ? digitFirst(start, end) : letterFirst(start, end);
        if (finding == null && length == 17) {
            finding = Vehicles.at(text, start, end, context);
        }
        if (finding == null && length >= SHORTEST_KEYED && length <= 20) {
            int hints = context.at(start);
            finding = Hints.has(hints, Hints.ADJACENT) ? KeyedNumbers.at(text, start, hints) : null;
        }
        return finding;
    }

    private @Nullable PhiFinding digitFirst(int start, int end) {
        PhiFinding finding = HealthCodes.beneficiaryAt(text, start, end, context);
        if (finding == null && end - start <= 4) {
            finding = Dates.bornAt(text, start, context);
        }
        return finding;
    }

    private @Nullable PhiFinding letterFirst(int start, int end) {
        int length = end - start;
        if (length <= 7) {
            PhiFinding diagnosis = HealthCodes.diagnosisAt(text, start, end, context);
            if (diagnosis != null) {
                return diagnosis;
            }
        }
        if (length == 9) {
            PhiFinding dea = ProviderNumbers.deaAt(text, start, context);
            if (dea != null) {
                return dea;
            }
        }
        PhiFinding account = length == 4 || length >= 15 ? Banks.accountAt(text, start, context) : null;
        return account == null ? behindItsName(start, end) : account;
    }

    /** MRN00482913: the name and the number written as one. */
    private @Nullable PhiFinding behindItsName(int start, int end) {
        int digits = text.endOfLetters(start);
        boolean pure = end - digits >= SHORTEST_KEYED && text.endOfDigits(digits) == end;
        return pure ? identifier(digits, end, context.at(digits)) : null;
    }

    private int found(PhiFinding finding) {
        if (finding.start() >= settled) {
            findings.add(finding);
            settled = finding.end();
            if (finding.type().equals(PhiType.ADDRESS)) {
                lastStreet = finding.end();
            }
        }
        return finding.end();
    }
}
