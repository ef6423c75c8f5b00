package io.phiwatch.ingest.phi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text: runs of letters and digits are read once; only those whose shape is in question are looked
 * at closer. Not thread-safe.
 */
final class Pass {
    /** How far before a value the first word of the phrase may end that tells what it is. */
    private static final int FAR = 96;
    /** Characters between two looks at the clock. */
    static final int STRIDE = 8192;
    /** How far behind a street its ZIP code may stand. */
    private static final int CITY = 48;

    private static final int SHORTEST_KEYED = 4;
    private static final int LONGEST_KEYED = 20;
    private static final int LONGEST_PREFIX = 6;
    private static final int ZIP = 5;
    private static final int SHORTEST_CARD = 14;
    private static final int LONGEST_CARD = 16;
    private static final int SHORTEST_BARE = 9;
    private static final int LONGEST_BARE = 19;

    private final Text text;
    private final Context context;
    private final SitePatterns sites;
    private final List<PhiFinding> findings = new ArrayList<>(0);
    private int settled;
    /** End of the last word that may tell of PHI. */
    private int lastTelling;

    private int lastStreet = -1 - CITY;
    private boolean hasCodes;

    Pass(Text text, SitePatterns sites) {
        this.text = text;
        this.context = new Context(text);
        this.sites = sites;
        this.settled = text.start;
        this.lastTelling = text.start > 0 ? text.start : -1 - FAR;
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
            } else if (kind == Text.CODE) {
                hasCodes = true;
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

    /** Whether the text holds anything that may stand for something else. */
    boolean hasCodes() {
        return hasCodes;
    }

    private int mark(int at, char c) {
        if (c == '@') {
            return email(at);
        }
        if (c == '+' || c == '(') {
            boolean number = text.isDigitAt(at + 1) || text.at(at + 1) == '(';
            boolean worth = number && (isTold(at) || Phones.at(text, at, Hints.NONE) != null);
            PhiFinding phone = worth ? Phones.at(text, at, context.at(at)) : null;
            return phone == null ? at + 1 : found(phone);
        }
        value(at);
        return at + 1;
    }

    /** A sign behind the name of a field whose value may be a person's name. */
    private void value(int sign) {
        if (sign > 0 && isTold(sign) && !Text.isDigit(text.chars[sign - 1])) {
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
        int first = Text.kind(chars[start]);
        int rest = 0;
        int at = start + 1;
        int kind = Text.kind(chars[at]);
        while ((kind & Text.ALPHANUMERIC) != 0) {
            rest |= kind;
            at++;
            kind = Text.kind(chars[at]);
        }
        PhiFinding finding = sites.isEmpty() ? null : sites.at(text, start);
        if (finding == null) {
            int kinds = first | rest;
            if ((kinds & Text.DIGIT) == 0) {
                boolean camel = (rest & Text.UPPER) != 0 && (kinds & Text.LOWER) != 0;
                lastTelling = camel ? tellingIn(start, at) : Hints.tells(chars, start, at) ? at : lastTelling;
                finding = word(start, at);
            } else if (start >= settled) {
                finding = kinds == Text.DIGIT ? number(start, at) : mixed(start, at);
            }
        }
        return finding == null ? at : Math.max(at, found(finding));
    }

    /** End of the last telling word of a name in camel case. */
    private int tellingIn(int start, int end) {
        int telling = Hints.tells(text.chars, start, end) ? end : lastTelling;
        int word = start;
        for (int at = start + 1; at <= end; at++) {
            boolean next = at == end || (text.isUpperAt(at) && (text.isLowerAt(at - 1) || text.isLowerAt(at + 1)));
            if (next) {
                telling = Hints.tells(text.chars, word, at) ? at : telling;
                word = at;
            }
        }
        return telling;
    }

    /** Whether a word stands before it that may say what it is; if not, only its shape can. */
    private boolean isTold(int start) {
        return start - lastTelling <= FAR;
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
        return isTold(start) ? keyed(start) : null;
    }

    private @Nullable PhiFinding number(int start, int end) {
        int digits = end - start;
        boolean told = isTold(start);
        if (!told && !hasShape(start, end)) {
            return null;
        }
        boolean separated = isGrouped(start, end);
        PhiFinding finding = null;
        if (told && (digits >= SHORTEST_KEYED || separated)) {
            finding = keyed(start);
        }
        if (finding == null && digits <= ZipCodes.LONGEST) {
            finding = ZipCodes.at(text, start, end, told ? context : null, start - lastStreet <= CITY);
        }
        if (finding == null && (separated || (digits >= SHORTEST_BARE && digits <= LONGEST_BARE))) {
            finding = judged(start, end, told);
        }
        if (finding == null && told && digits <= 8) {
            finding = Dates.bornAt(text, start, context);
            if (finding == null && isBehindLetters(start, digits)) {
                finding = ProviderNumbers.deaAt(text, start - 3, context);
            }
        }
        return finding == null && digits <= 6 ? place(start, end) : finding;
    }

    /**
     * Whether a number that nothing tells of has a shape that could: it does not go on an id, a time or an address of
     * the network, and has as many digits as what is known by its checksum, or something that belongs to it beside it.
     */
    private boolean hasShape(int start, int end) {
        int digits = end - start;
        if (digits > Shapes.LONGEST_GROUP) {
            return digits >= SHORTEST_CARD && digits <= LONGEST_CARD && text.beginsToken(start);
        }
        boolean isBehind = text.at(start - 2) == 'x' || (digits == ZIP && text.isUpperAt(start - 2));
        boolean goesOn = Text.mayGoOn(text.chars[end]) && Text.mayBeginPart(text.at(end + 1));
        return (goesOn || isBehind) && text.beginsToken(start) && (isBehind || hasParts(start, end));
    }

    /** Whether what follows may be further groups of it, the name of its street, or behind all groups that of its line. */
    private boolean hasParts(int start, int end) {
        char next = text.chars[end];
        return Shapes.isGrouped(text, start, end)
                || (Text.isBlank(next) && Addresses.mayBegin(text, end + 1))
                || (text.chars[start] == '1' && (next == '(' || text.at(end + 1) == '('))
                || Phones.mayNameLine(text.at(text.endOfGroups(start)));
    }

    private @Nullable PhiFinding keyed(int start) {
        int hints = context.rightBefore(start);
        return hints == Hints.NONE ? null : KeyedNumbers.at(text, start, hints);
    }

    /**
     * By shape first where nothing is told: most numbers have none, and are not looked back from. What has too few
     * digits with all its groups is not looked at closer: dates, versions, sums.
     */
    private @Nullable PhiFinding judged(int start, int end, boolean told) {
        int endOfGroups = text.endOfGroups(start);
        int digits = text.countDigits(start, endOfGroups);
        if (digits < Phones.FEWEST_DIGITS) {
            return null;
        }
        boolean worth = told || byShape(start, end, digits, text.isLetterAt(endOfGroups)) != null;
        return worth ? checked(start, end, context.at(start)) : null;
    }

    /**
     * What a number with nothing before it could be, by the length of its first group.
     *
     * @param allDigits at least as many as it has with its other groups
     * @param named whether a word stands behind, which may be the name of a line
     */
    private @Nullable PhiFinding byShape(int start, int end, int allDigits, boolean named) {
        int digits = end - start;
        PhiFinding finding = null;
        if (digits == 3) {
            finding = SocialSecurity.at(text, start, end, Hints.NONE);
        } else if (allDigits >= Cards.SHORTEST && (digits == 4 || digits >= SHORTEST_CARD)) {
            finding = Cards.at(text, start, end, Hints.NONE);
        }
        if (finding == null && digits >= 4 && digits <= Shapes.LONGEST_GROUP && text.at(end) == '-') {
            finding = HealthCodes.drugAt(text, start, end, Hints.NONE);
        }
        boolean mayBePhone = digits == 3 || text.chars[start] == '1' || named;
        return finding == null && digits <= Shapes.LONGEST_GROUP && mayBePhone
                ? Phones.at(text, start, Hints.NONE)
                : finding;
    }

    private @Nullable PhiFinding place(int start, int end) {
        PhiFinding street = Text.isBlank(text.at(end)) ? Addresses.at(text, start, end, context, isTold(start)) : null;
        boolean box = street == null && text.at(start - 2) == 'x' && Text.isBlank(text.at(start - 1));
        return box ? Addresses.boxAt(text, start, end) : street;
    }

    /** AP 5836727. */
    private boolean isBehindLetters(int start, int digits) {
        return digits == 7
                && text.at(start - 1) == ' '
                && text.isAlphanumericAt(start - 2)
                && text.isLetterAt(start - 3);
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
        if (digits > Shapes.LONGEST_GROUP || !(Text.isSeparator(next) || next == '/' || next == '(')) {
            return false;
        }
        return text.isDigitAt(end + 1) || text.at(end + 1) == '(';
    }

    /** Letters and digits. */
    private @Nullable PhiFinding mixed(int start, int end) {
        int length = end - start;
        if (length > Shapes.LONGEST_MIXED || length < 3) {
            return null;
        }
        if (!isTold(start) && !(Shapes.isMixed(text, start, end) && text.beginsToken(start))) {
            return Hints.mayBegin(text.chars[start], text.chars[start + 1]) ? behindItsName(start, end) : null;
        }
        PhiFinding finding = Text.isDigit(text.chars[start]) ? digitFirst(start, end) : letterFirst(start, end);
        if (finding == null && length == 17) {
            finding = Vehicles.at(text, start, end, context);
        }
        if (finding == null && length >= SHORTEST_KEYED && length <= LONGEST_KEYED && isTold(start)) {
            finding = keyed(start);
        }
        return finding == null && Text.isLetter(text.chars[start]) ? behindItsName(start, end) : finding;
    }

    private @Nullable PhiFinding digitFirst(int start, int end) {
        PhiFinding finding = HealthCodes.beneficiaryAt(text, start, end, context);
        if (finding == null && end - start <= 4 && isTold(start)) {
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
        return length == 4 || length >= 15 ? Banks.accountAt(text, start, context) : null;
    }

    /** MRN00482913, the name and the number written as one; or a name with a number of its own, as in phone2. */
    private @Nullable PhiFinding behindItsName(int start, int end) {
        int digits = text.endOfLetters(start);
        if (digits == start || !Hints.tells(text.chars, start, digits)) {
            return null;
        }
        lastTelling = digits;
        return text.endOfDigits(digits) == end ? number(digits, end) : null;
    }

    private int found(PhiFinding finding) {
        if (finding.start() >= settled) {
            findings.add(finding);
            settled = finding.end();
            // it is stepped over
            hasCodes |= text.hasCodes(finding.start(), finding.end());
            if (finding.type().equals(PhiType.ADDRESS)) {
                lastStreet = finding.end();
            }
        }
        return finding.end();
    }
}
