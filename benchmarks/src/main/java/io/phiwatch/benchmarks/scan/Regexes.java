package io.phiwatch.benchmarks.scan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The baseline: the same types as regular expressions, each run over each line, as scanners do that are built from a
 * list of patterns. Only the shapes: checksums and words around come on top.
 */
final class Regexes {
    private static final List<Pattern> PATTERNS = Stream.of(
                    "\\b(?!000|666|9\\d\\d)\\d{3}([- .])(?!00)\\d{2}\\1(?!0000)\\d{4}\\b",
                    "\\b[12]\\d{9}\\b",
                    "\\b[ABCDEFGHJKLMPRSTUX][A-Z9]\\d{7}\\b",
                    "\\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2}\\b",
                    "\\b(?:\\d[ -]?){12,18}\\d\\b",
                    "[A-Za-z0-9._+'-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,24}",
                    "(?:\\+?1[ .-]?)?\\(?\\b[2-9]\\d{2}\\)?[ .-]?[2-9]\\d{2}[ .-]?\\d{4}\\b",
                    "(?i)\\b(?:mrn|patient[ _]?id|medical[ _]?record[ _]?(?:number)?|chart[ _]?no)\\W{1,4}[A-Z]{0,4}-?\\d[\\d-]{3,14}",
                    "(?i)\\b(?:dob|date[ _]?of[ _]?birth|birth[ _]?date|birthday)\\W{1,4}\\d{1,4}[-/]\\d{1,2}[-/]\\d{1,4}",
                    "\\b[A-Z]\\d[0-9AB](?:\\.[0-9A-Z]{1,4})\\b",
                    "\\b(?:\\d{4}-\\d{4}-\\d{2}|\\d{5}-\\d{3}-\\d{2}|\\d{5}-\\d{4}-\\d{1,2}|\\d{6}-\\d{4}-\\d{2})\\b",
                    "\\b[A-HJ-NPR-Z0-9]{17}\\b",
                    "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b",
                    "(?i)\\b(?:aba|routing)\\w*\\W{1,4}\\d{9}\\b",
                    "\\b\\d{1,6} (?:[A-Z0-9][\\w'-]* ){1,4}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Ln|Lane|Dr|Ct|Court|Pkwy)\\b",
                    "(?i)\\b(?:zip|postal)[ _]?(?:code)?\\W{1,4}\\d{5}(?:-\\d{4})?\\b",
                    "(?i)\\b(?:member|subscriber|policy|insurance)[ _]?(?:id|number|no)\\W{1,4}[A-Z]{0,5}-?\\d{4,15}",
                    "(?i)\\bpassport\\w*\\W{1,4}[A-Z]?\\d{6,9}\\b",
                    "(?i)\\b(?:driver'?s?[ _]?licen[sc]e|dl)\\w*\\W{1,4}[A-Z]{0,3}\\d[\\d-]{3,14}",
                    "(?i)\\b(?:first|last|full|patient|customer)[ _.]?name\\W{1,4}[A-Z][\\w' -]{1,40}")
            .map(Pattern::compile)
            .toList();

    private Regexes() {}

    /** Number of matches of all patterns. */
    static int matches(String line) {
        int found = 0;
        for (Pattern pattern : PATTERNS) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                found++;
            }
        }
        return found;
    }
}
