package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file; a document with any error gives no rule. */
final class Reporter {
    private final String file;
    private final List<RuleError> errors = new ArrayList<>();

    Reporter(String file) {
        this.file = file;
    }

    void reject(int line, String path, String reason) {
        errors.add(new RuleError(file, line, path, reason));
    }

    /** Rejects an unknown key, naming the known one that is nearest to it. */
    void rejectUnknown(int line, String path, String key, Collection<String> known) {
        reject(line, path, "unknown key '" + key + "'" + didYouMean(key, known));
    }

    String file() {
        return file;
    }

    int count() {
        return errors.size();
    }

    List<RuleError> errors() {
        return List.copyOf(errors);
    }

    /** {@code ; did you mean 'x'?}, or nothing where no candidate is near. */
    static String didYouMean(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3)
                        && distance(word, candidate) < candidate.length())
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }

    /** Levenshtein distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substitute = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
