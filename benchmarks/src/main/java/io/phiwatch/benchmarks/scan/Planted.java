package io.phiwatch.benchmarks.scan;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Identifiers that pass the checks of their issuers, in the spellings that logs have them in. */
final class Planted {
    private static final String MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY";
    private static final String VIN_VALUES = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

    private final Draw draw;
    private final Map<String, Supplier<String>> values = new LinkedHashMap<>();
    private final Map<String, String[]> names = new LinkedHashMap<>();

    Planted(Draw draw) {
        this.draw = draw;
        people();
        numbers();
        health();
        money();
    }

    Iterable<String> types() {
        return values.keySet();
    }

    /** Whether its shape alone tells what it is. */
    static boolean isShaped(String type) {
        return switch (type) {
            case "EMAIL", "PHONE", "US_SSN", "PAN", "US_MBI", "VIN", "IBAN", "ADDRESS", "ICD10", "NDC" -> true;
            default -> false;
        };
    }

    String value(String type) {
        return Objects.requireNonNull(values.get(type)).get();
    }

    /** Name of a field that holds such a value. */
    String name(String type) {
        return draw.of(Objects.requireNonNull(names.get(type)));
    }

    private void add(String type, Supplier<String> value, String... fields) {
        values.put(type, value);
        names.put(type, fields);
    }

    private void people() {
        add("EMAIL", this::email, "email", "user_email", "contactEmail", "to", "rcpt", "customer.email", "login");
        add(
                "PHONE",
                this::phone,
                "phone",
                "mobile",
                "homePhone",
                "phone_number",
                "tel",
                "cell",
                "billing[phone]",
                "fax");
        add("NAME", this::name, "first_name", "last_name", "patient_name", "customer.name", "fullName", "patientName");
        add("ADDRESS", this::address, "address", "address1", "street_address", "shipping.address", "billingAddress");
        add("ZIP", this::zip, "zip", "zip_code", "postal_code", "postalCode", "billing_zip");
        add("DATE_OF_BIRTH", this::birth, "dob", "date_of_birth", "birthDate", "birth_date", "patient.dob", "birthday");
    }

    private void numbers() {
        add("US_SSN", this::ssn, "ssn", "social_security_number", "patientSsn", "SSN", "patient.ssn");
        add(
                "PASSPORT",
                () -> draw.like(draw.of("#########", "^########")),
                "passport",
                "passport_number",
                "passportNo");
        add(
                "DRIVER_LICENSE",
                () -> draw.like(draw.of("^#######", "^###-####-####", "########", "^^######")),
                "driver_license",
                "drivers_license_number",
                "driverLicense",
                "dl_number");
        add("VIN", this::vin, "vin", "vehicle_vin", "vehicleIdentificationNumber");
        add(
                "MRN",
                () -> draw.like(draw.of("00######", "########", "^#######", "^^-######", "##-##-##1", "MR######")),
                "mrn",
                "patient_id",
                "medical_record_number",
                "patientMrn",
                "patientId",
                "chart_no");
        add(
                "MEMBER_ID",
                () -> draw.like(draw.of("^^^#########", "^########", "#########-01", "^^-######")),
                "member_id",
                "memberId",
                "subscriber_id",
                "policy_number",
                "insurance_id",
                "health_plan_id");
    }

    private void health() {
        add(
                "US_NPI",
                () -> Draw.withLuhn("80840", draw.from("12", 1) + draw.digits(8)),
                "npi",
                "provider_npi",
                "providerNpi",
                "NPI",
                "prescriber_npi");
        add("US_DEA", this::dea, "dea", "dea_number", "prescriberDea", "DEA");
        add("US_MBI", this::mbi, "mbi", "medicare_id", "medicareNumber", "medicare_beneficiary_id");
        add("ICD10", this::diagnosis, "diagnosis", "icd10", "dx", "diagnosis_code", "icd_code", "primaryDiagnosis");
        add(
                "NDC",
                () -> draw.like(draw.of("####1-###-##", "####2-####-#", "5####-####-##", "0###-####-##")),
                "ndc",
                "ndc_code",
                "drug_ndc",
                "nationalDrugCode");
    }

    private void money() {
        add("PAN", this::card, "card", "card_number", "ccnum", "creditCard", "pan", "payment.card");
        add("IBAN", this::iban, "iban", "bank_iban", "payout.iban");
        add("ABA", this::routing, "routing_number", "aba", "routingNumber", "aba_routing", "bank_routing");
    }

    private String email() {
        return draw.of("jane", "m.lopez", "pat_o", "kim-lee", "r2d2", "o'brien")
                + draw.of("", "." + draw.digits(2), "+rx") + "@"
                + draw.of("example.com", "mail.example.co.uk", "clinic.example.org", "example.health");
    }

    private String phone() {
        String area = draw.of("415", "212", "702", "828", "650");
        return draw.like(draw.of(
                "(" + area + ") ~23-####",
                area + "-~34-####",
                area + ".~45.####",
                "+1 " + area + " ~56 ####",
                "+1" + area + "~67####",
                "1-" + area + "-~78-####",
                "+1-" + area + "-~86-####"));
    }

    private String name() {
        return draw.of("Maria", "Jennifer", "Robert", "Aisha", "Zoltán", "Ann-Marie", "Siobhan")
                + draw.of(" Lopez", " O'Neill", " Smith", " van Dyke", " Nguyen", " Okafor");
    }

    private String address() {
        return draw.between(1, 19_999) + " " + draw.of("", "N ", "West ")
                + draw.of("Main", "Oak Hill", "Elm", "Martin Luther King", "5th")
                + draw.of(" St", " Street", " Avenue", " Blvd", " Rd", " Ln", " Court", " Parkway")
                + draw.of("", "", " Apt 4B", ", Suite 200", " #12");
    }

    private String zip() {
        return draw.like(draw.of("#####", "#####-####"));
    }

    private String birth() {
        int year = draw.between(1925, 2015);
        int month = draw.between(1, 12);
        int day = draw.between(1, 28);
        String padded = draw.padded(month, 2) + "/" + draw.padded(day, 2) + "/" + year;
        return draw.of(
                year + "-" + draw.padded(month, 2) + "-" + draw.padded(day, 2),
                padded,
                month + "/" + day + "/" + year % 100 / 10 + year % 10,
                draw.of("April ", "Oct ", "March ") + day + ", " + year,
                day + draw.of(" Jun ", " September ") + year);
    }

    private String ssn() {
        String area = draw.of("001", "123", "456", "578", "772", "899");
        String gap = draw.of("-", " ", ".");
        return area + gap + draw.padded(draw.between(1, 99), 2) + gap + draw.padded(draw.between(1, 9999), 4);
    }

    private String vin() {
        while (true) {
            String start =
                    draw.of("1HG", "WVW", "JTD", "5YJ", "2FM") + draw.from("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 5);
            String end = draw.from("ABCDEFGHJKLMNPRSTVWXY123456789", 1)
                    + draw.from("ABCDEFGHJKLMNPRSTUVWXYZ", 1)
                    + draw.digits(6);
            int sum = 0;
            String whole = start + "0" + end;
            for (int i = 0; i < whole.length(); i++) {
                sum += VIN_VALUES.indexOf(whole.charAt(i)) % 10 * VIN_WEIGHTS[i];
            }
            return start + (sum % 11 == 10 ? "X" : sum % 11) + end;
        }
    }

    private String dea() {
        String digits = draw.digits(6);
        int sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 + 1);
        }
        return draw.from("ABFGM", 1) + draw.from("ABCDEFGHJKLMNPRSTUVWXYZ9", 1) + digits + sum % 10;
    }

    private String mbi() {
        String letters = draw.from(MBI_LETTERS, 6);
        String gap = draw.of("", "-");
        return draw.from("123456789", 1)
                + letters.charAt(0)
                + draw.of(letters.substring(1, 2), draw.digits(1))
                + draw.digits(1)
                + gap
                + letters.charAt(2)
                + draw.of(letters.substring(3, 4), draw.digits(1))
                + draw.digits(1)
                + gap
                + letters.charAt(4)
                + letters.charAt(5)
                + draw.digits(2);
    }

    private String diagnosis() {
        return draw.of(
                "E11.9", "F32.1", "U07.1", "Z79.4", "C50.911", "S72.001A", "M54.50", "J45.909", "O24.410", "I63.9");
    }

    private String card() {
        String number = switch (draw.between(0, 4)) {
            case 0 -> Draw.withLuhn("", "37" + draw.digits(12));
            case 1 -> Draw.withLuhn("", "5" + draw.from("12345", 1) + draw.digits(13));
            case 2 -> Draw.withLuhn("", "6011" + draw.digits(11));
            default -> Draw.withLuhn("", "4" + draw.digits(14));
        };
        String gap = draw.of("", " ", "-");
        if (number.length() == 15) {
            return number.substring(0, 4) + gap + number.substring(4, 10) + gap + number.substring(10);
        }
        return String.join(
                gap, number.substring(0, 4), number.substring(4, 8), number.substring(8, 12), number.substring(12));
    }

    private String iban() {
        String account = draw.like(draw.of(
                "GB ^^^^##############", "DE ##################", "FR #######################", "NL ^^^^##########"));
        String country = account.substring(0, 2);
        String rest = account.substring(3);
        StringBuilder digits = new StringBuilder();
        String letters = rest + country + "00";
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            digits.append(Character.digit(c, 36));
        }
        int check = 98
                - new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue();
        String whole = country + draw.padded(check, 2) + rest;
        return draw.oneIn(3) ? whole.replaceAll("(.{4})(?!$)", "$1 ") : whole;
    }

    private String routing() {
        String digits = draw.of("02", "11", "26", "31", "67", "12") + draw.digits(6);
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += (digits.charAt(i) - '0') * new int[] {3, 7, 1}[i % 3];
        }
        return digits + (10 - sum % 10) % 10;
    }
}
