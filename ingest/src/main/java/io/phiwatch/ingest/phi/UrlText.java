package io.phiwatch.ingest.phi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The readable parts of a URL or of a request target. Percent-encoding is taken off up to three times, since trackers
 * and redirects put URLs into URLs.
 *
 * @param host host and port; empty where the URL has none
 * @param path path as it was sent, without query
 * @param segments decoded segments of the path
 * @param parameters decoded parameters of query and fragment, repeated ones too, in order
 */
public record UrlText(String host, String path, List<String> segments, List<Parameter> parameters) {
    private static final int ROUNDS = 3;
    private static final int MOST_PARAMETERS = 500;

    public UrlText {
        segments = List.copyOf(segments);
        parameters = List.copyOf(parameters);
    }

    /** A decoded parameter. */
    public record Parameter(String name, String value) {}

    /** Takes any text apart; never fails. */
    public static UrlText of(String url) {
        String rest = url;
        String host = "";
        int scheme = rest.indexOf("://");
        if (scheme > 0 && scheme < 12) {
            int hostStart = scheme + 3;
            int hostEnd = endOfHost(rest, hostStart);
            host = rest.substring(
                    rest.lastIndexOf('@', hostEnd - 1) > hostStart
                            ? Math.min(hostEnd, rest.lastIndexOf('@', hostEnd - 1) + 1)
                            : hostStart,
                    hostEnd);
            rest = rest.substring(hostEnd);
        }
        int pathEnd = firstOf(rest, 0, "?#");
        String path = rest.substring(0, pathEnd);
        List<Parameter> parameters = new ArrayList<>();
        addParameters(rest, pathEnd, parameters);
        return new UrlText(host, path, segments(path, parameters), parameters);
    }

    private static int endOfHost(String text, int from) {
        return firstOf(text, from, "/?#");
    }

    private static int firstOf(String text, int from, String stops) {
        for (int i = from; i < text.length(); i++) {
            if (stops.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static void addParameters(String text, int from, List<Parameter> into) {
        int start = from + 1;
        while (start < text.length() && into.size() < MOST_PARAMETERS) {
            int end = firstOf(text, start, "&#?");
            if (end > start) {
                into.add(parameter(text.substring(start, end)));
            }
            start = end + 1;
        }
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter("", decode(pair))
                : new Parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }

    private static List<String> segments(String path, List<Parameter> parameters) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            int matrix = segment.indexOf(';');
            if (matrix >= 0) {
                for (String pair : segment.substring(matrix + 1).split(";", -1)) {
                    parameters.add(parameter(pair));
                }
            }
            String plain = matrix < 0 ? segment : segment.substring(0, matrix);
            if (!plain.isEmpty()) {
                segments.add(decodePercent(plain));
            }
        }
        return segments;
    }

    /** Form decoding: plus signs are spaces, except before a digit at the start, where they mean a phone number. */
    public static String decode(String encoded) {
        if (encoded.indexOf('+') < 0) {
            return decodePercent(encoded);
        }
        boolean phone = encoded.length() > 1 && encoded.charAt(0) == '+' && Text.isDigit(encoded.charAt(1));
        String spaced = encoded.replace('+', ' ');
        return decodePercent(phone ? '+' + spaced.substring(1) : spaced);
    }

    private static String decodePercent(String encoded) {
        String decoded = encoded;
        for (int round = 0; round < ROUNDS && decoded.indexOf('%') >= 0; round++) {
            String once = decodeOnce(decoded);
            if (once.equals(decoded)) {
                break;
            }
            decoded = once;
        }
        return decoded;
    }

    private static String decodeOnce(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                decoded.write(high * 16 + low);
                i += 3;
            } else {
                decoded.write(bytes[i]);
                i++;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
