package io.phiwatch.benchmarks.scan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Lines in the shapes of web servers, applications, shops and audit trails. Most hold numbers that look like
 * identifiers and are none: order ids, times, UUIDs, GTINs, parcels, articles such as B12. Some hold one identifier.
 */
final class LogLines {
    private static final String SLOT = "\u0000";

    private final Draw draw;
    private final Planted planted;

    LogLines(long seed) {
        draw = new Draw(seed);
        planted = new Planted(draw);
    }

    /**
     * A line.
     *
     * @param type of the identifier in it; empty where it is clean
     */
    record Line(String text, String type, int start, int end) {}

    Iterable<String> types() {
        return planted.types();
    }

    Line clean() {
        return new Line(frame(""), "", 0, 0);
    }

    Line with(String type) {
        String value = planted.value(type);
        String name = planted.name(type);
        int shape = draw.between(0, Planted.isShaped(type) ? 6 : 5);
        String spelled = spelled(type, value, shape);
        String carrier = carrier(name, shape);
        String text = frame(carrier);
        int start = text.indexOf(SLOT);
        return new Line(text.replace(SLOT, spelled), type, start, start + spelled.length());
    }

    /** In JSON, in a query, as key and value, as key and value in quotes, escaped, in prose. */
    private String carrier(String name, int shape) {
        return switch (shape) {
            case 0 -> "\"" + name + "\":\"" + SLOT + "\"";
            case 1 ->
                "GET /account/save?step=2&" + name.replace("[", "%5B").replace("]", "%5D") + "=" + SLOT
                        + "&v=3 HTTP/1.1";
            case 2 -> name + "=\"" + SLOT + "\"";
            case 3 -> "{\\\"" + name + "\\\": \\\"" + SLOT + "\\\"}";
            case 4 -> "updated record, " + name.replace('_', ' ') + ": " + SLOT + ", saved";
            case 6 ->
                draw.of(
                        "note: customer wrote " + SLOT + " to us",
                        "saved <" + SLOT + ">",
                        "field 3 was " + SLOT + ", rejected");
            default -> "{\"" + name + "\": \"" + SLOT + "\", \"ok\": true}";
        };
    }

    private String spelled(String type, String value, int shape) {
        if (shape == 1) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            return draw.oneIn(4) ? encoded.replace("%", "%25") : encoded;
        }
        if (shape == 5 && draw.oneIn(3)) {
            return value.chars()
                    .collect(StringBuilder::new, (text, c) -> text.append(wide(type, (char) c)), StringBuilder::append)
                    .toString();
        }
        return value;
    }

    /** Digits as phones with East Asian keyboards type them; dashes as word processors set them. */
    private static char wide(String type, char c) {
        if (c >= '0' && c <= '9') {
            return (char) (c - '0' + '\uFF10');
        }
        return c == '-' && !type.equals("NAME") ? '\u2011' : c;
    }

    private String frame(String carrier) {
        String time = draw.like("2026-1~-2# 1#:4#:5#");
        return switch (draw.between(0, 9)) {
            case 0 -> access(carrier);
            case 1 ->
                time.replace(' ', 'T')
                        + draw.like(".###Z INFO [http-nio-8080-exec-#] c.e.shop.Checkout - ")
                        + inProse(carrier);
            case 2 ->
                "{\"ts\":17" + draw.digits(11) + ",\"level\":\"info\",\"trace_id\":\"" + draw.hex(32) + "\","
                        + inJson(carrier) + "}";
            case 3 ->
                "level=info ts=17" + draw.digits(8) + " caller=api.go:" + draw.number(3) + " " + hard() + " " + carrier
                        + " took=" + draw.number(3) + "ms";
            case 4 -> draw.like("Nov 2# 1#:##:0# web-0# sshd[####]: ") + hard() + " " + carrier;
            case 5 ->
                "{\"id\":" + draw.number(13) + ",\"admin_graphql_api_id\":\"gid://shopify/Order/" + draw.number(13)
                        + "\"," + inJson(carrier) + ",\"total_price\":\"" + draw.like("##.##")
                        + "\",\"currency\":\"USD\"}";
            case 6 ->
                time + " [" + draw.number(5) + "] LOG:  duration: " + draw.like("##.###") + " ms  " + hard() + " "
                        + carrier;
            case 7 ->
                draw.uuid() + "," + time + "," + draw.number(6) + ",\"" + draw.of("sync", "export", "retry") + "\","
                        + hard() + "," + carrier;
            case 8 ->
                "<134>1 " + time.replace(' ', 'T') + "Z gw01 portal " + draw.number(4) + " - - " + hard() + " "
                        + carrier;
            default -> "[" + time + "] production.WARNING: " + hard() + " {\"ctx\":{" + inJson(carrier) + "}} []";
        };
    }

    private String access(String carrier) {
        String request = carrier.startsWith("GET ")
                ? carrier
                : draw.of("GET", "POST") + " /"
                        + draw.of(
                                "products/b12-1000mcg",
                                "api/v2/orders/" + draw.number(10),
                                "assets/app." + draw.hex(8) + ".js",
                                "collections/a10?page=" + draw.between(1, 99))
                        + " HTTP/1.1";
        String rest = carrier.startsWith("GET ") ? "" : " " + carrier;
        return draw.like("1#.2##.1#.###") + draw.like(" - - [2#/Nov/2026:1#:##:## +0000] \"") + request + "\" "
                + draw.of("200", "304", "404") + " " + draw.number(5) + " \"https://shop.example/cart?v="
                + draw.number(10) + "\" \"" + agent() + "\"" + rest;
    }

    private String agent() {
        return draw.of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "kube-probe/1.29",
                "python-requests/2.31.0");
    }

    private String inProse(String carrier) {
        return draw.of("checkout finished ", "retrying upstream ", "sent webhook ") + hard() + " " + carrier;
    }

    private String inJson(String carrier) {
        String number = "\"" + draw.of("order_id", "cart_id", "line_item_id", "user_id", "updated_at", "size") + "\":"
                + draw.number(draw.between(5, 13));
        return carrier.startsWith("\"")
                ? number + "," + carrier
                : number + ",\"msg\":\"" + hard().replace("\"", "'") + "\""
                        + (carrier.isEmpty()
                                ? ""
                                : ",\"detail\":\""
                                        + carrier.replace("\\\"", "\"").replace("\"", "\\\"") + "\"");
    }

    private String hard() {
        return switch (draw.between(0, 23)) {
            case 0 -> "order " + draw.number(10);
            case 1 -> "epoch=17" + draw.digits(8);
            case 2 -> "at 17" + draw.digits(11);
            case 3 -> "request " + draw.uuid();
            case 4 -> "gtin=" + draw.number(13);
            case 5 -> "tracking 1Z" + draw.like("***###########") + draw.digits(2);
            case 6 -> "usps " + draw.like("9400 1### #### #### #### ##");
            case 7 ->
                "sku " + draw.of("B12", "A10", "D3-5000", "K2-MK7", "E11", "C19", "AB1234567", "B12-60CT") + " qty "
                        + draw.between(1, 9);
            case 8 ->
                "upstream 10." + draw.between(0, 255) + "." + draw.between(0, 255) + "." + draw.between(0, 255) + ":"
                        + draw.number(5);
            case 9 -> "version 1." + draw.between(1, 99) + "." + draw.between(1, 999) + "-rc" + draw.between(1, 9);
            case 10 -> "sha256:" + draw.hex(64);
            case 11 -> "amazon order " + draw.like("11#-#######-#######");
            case 12 -> "fedex tracking " + draw.number(12);
            case 13 -> "trace " + draw.number(19);
            case 14 -> "etag W/\"" + draw.hex(8) + "-" + draw.hex(6) + "\"";
            case 15 -> "mac 00:1b:" + draw.like("%%:%%:%%:%%");
            case 16 -> "invoice INV-2026-" + draw.digits(6) + " " + draw.like("~##.##") + " USD";
            case 17 -> "wrote " + draw.number(9) + " bytes in " + draw.number(4) + " ms";
            case 18 -> "pos " + draw.like("3#.######,-12#.######");
            case 19 -> "session " + draw.from("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789_-", 32);
            case 20 -> "job " + draw.like("2026112#-######") + " rows " + draw.number(6) + " of " + draw.number(7);
            case 21 -> "image hero@2x.png " + draw.number(4) + "x" + draw.number(4) + " retry policy 30000";
            case 22 -> "counts 404 552 1234 99 " + draw.number(3) + " " + draw.number(4);
            default ->
                draw.of(
                        "Vitamin B12 1000 mcg",
                        "cache hit for app.css",
                        "no changes",
                        "lodash@4.17.21 installed",
                        "See Section A10 Page 3",
                        "New Relic agent 8.10.0");
        };
    }
}
