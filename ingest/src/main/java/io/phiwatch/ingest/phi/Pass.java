package io.phiwatch.ingest.phi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one text. Not thread-safe. */
final class Pass {
    private final String text;
    private final int fieldHints;
    private final Words words;
    private final List<PhiFinding> findings = new ArrayList<>(0);
    private int settled;

    Pass(String text, int fieldHints) {
        this.text = text;
        this.fieldHints = fieldHints;
        this.words = new Words(text);
    }

    List<PhiFinding> findings() {
        int at = 0;
        while (at < text.length()) {
            at = step(at, text.charAt(at));
        }
        return findings;
    }

    private int step(int at, char c) {
        if (Text.isLetter(c)) {
            return word(at);
        }
        if (Text.isDigit(c)) {
            return number(at);
        }
        if (c == '@' || c == '%') {
            return email(at);
        }
        if (c == '+' || c == '(') {
            PhiFinding phone = Phones.at(text, at, hints(at));
            return phone == null ? at + 1 : found(phone);
        }
        return at + 1;
    }

    private int hints(int at) {
        return fieldHints | words.at(at);
    }

    private int word(int at) {
        PhiFinding mrn = awaitsMrn() ? RecordNumbers.at(text, at) : null;
        return mrn == null ? words.read(at) : found(mrn);
    }

    private boolean awaitsMrn() {
        return words.isAwaitingMrn() || (fieldHints & Hints.MRN) != 0;
    }

    private int email(int at) {
        int length = Email.atSign(text, at);
        PhiFinding email = length == 0 ? null : Email.around(text, at, length);
        if (email == null) {
            return at + 1;
        }
        // numbers in the local part were read before the sign was: they are part of the address
        while (!findings.isEmpty() && findings.getLast().end() > email.start()) {
            findings.removeLast();
        }
        settled = findings.isEmpty() ? 0 : findings.getLast().end();
        return found(email);
    }

    private int number(int at) {
        int end = Text.endOfDigits(text, at);
        PhiFinding finding = Shapes.mayIdentify(text, at, end) ? identifier(at, end, hints(at)) : null;
        if (finding == null && awaitsMrn()) {
            finding = RecordNumbers.at(text, at);
        }
        words.stopAwaitingMrn();
        return finding == null ? end : found(finding);
    }

    private @Nullable PhiFinding identifier(int at, int end, int hints) {
        PhiFinding ssn = SocialSecurity.at(text, at, end, hints);
        if (ssn != null) {
            return ssn;
        }
        PhiFinding card = Cards.at(text, at, end, hints);
        return card != null ? card : Phones.at(text, at, hints);
    }

    private int found(PhiFinding finding) {
        if (finding.start() >= settled) {
            findings.add(finding);
            settled = finding.end();
        }
        words.stopAwaitingMrn();
        return finding.end();
    }
}
