package io.phiwatch.ingest.phi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhiScannerTest {
    private final PhiScanner scanner = new PhiScanner();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "US_SSN | 123-45-6789",
                "US_SSN | 001-01-0001",
                "US_SSN | 899-99-9999",
                "US_SSN | 665-45-6789",
                "US_SSN | 667-45-6789",
                "US_SSN | 219-09-9998",
                "PHONE | 415-555-0133",
                "PHONE | 415.555.0133",
                "PHONE | 415 555 0133",
                "PHONE | (415) 555-0133",
                "PHONE | (415)555-0133",
                "PHONE | 1-415-555-0133",
                "PHONE | +1 415 555 0133",
                "PHONE | +1 (415) 555-0133",
                "PHONE | +14155550133",
                "PHONE | +1-415-555-0133",
                "EMAIL | jane.doe@example.com",
                "EMAIL | jane+tag@mail.example.co.uk",
                "EMAIL | j@example.museum",
                "EMAIL | jane%40example.com",
                "EMAIL | jane%2540example.com",
                "EMAIL | 4155550133@example.com",
                "EMAIL | 415-555-0133@example.com",
                "PAN | 4111111111111111",
                "PAN | 4111 1111 1111 1111",
                "PAN | 4111-1111-1111-1111",
                "PAN | 378282246310005",
                "PAN | 3782 822463 10005",
                "PAN | 5555555555554444",
                "PAN | 2223003122003222",
                "PAN | 6011111111111117",
                "PAN | 3530111333300000",
                "PAN | 30569309025904",
            })
    void findsWhatItsShapeTells(String type, String value) {
        String text = "before <" + value + "> after";

        List<PhiFinding> findings = scanner.scan("", text);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.type().name()).isEqualTo(type);
            assertThat(text.substring(finding.start(), finding.end())).isEqualTo(value);
            assertThat(finding.score()).isBetween(0.5, 1.0);
        });
    }

    @ParameterizedTest(name = "{0}: {1} in {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "US_SSN | 123456789 | SSN: 123456789",
                "US_SSN | 123456789 | social security number is 123456789",
                "US_SSN | 123456789 | {\"patient_ssn\":\"123456789\"}",
                "US_SSN | 123456789 | ssn=123456789&order=5",
                "US_SSN | 123456789 | {\\\"ssn\\\": \\\"123456789\\\"}",
                "PHONE | 4155550133 | call 4155550133",
                "PHONE | 4155550133 | phone_number=4155550133",
                "PHONE | 14155550133 | \"homePhone\": \"14155550133\"",
                "PHONE | +442071838750 | tel: +442071838750",
                "MRN | 00482913 | MRN: 00482913",
                "MRN | 00482913 | MRN00482913",
                "MRN | 00482913 | mrn #00482913",
                "MRN | A1234567 | medical record number A1234567",
                "MRN | 12345 | patient_id=12345",
                "MRN | 12345 | {\"patientId\":12345}",
                "MRN | 48-29-131 | chart no. 48-29-131",
                "MRN | 482913 | Medical Record: 482913",
                "PAN | 4222222222222 | card 4222222222222",
                "PAN | 4000000000000000006 | \"card_number\": 4000000000000000006",
                "EMAIL | jane@example.com | GET /login?email=jane@example.com HTTP/1.1",
                "EMAIL | jane@example.com | mailto:jane@example.com.",
            })
    void findsWhatTheWordsBeforeItTell(String type, String value, String line) {
        List<PhiFinding> findings = scanner.scanLine(line);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.type().name()).isEqualTo(type);
            assertThat(line.substring(finding.start(), finding.end())).isEqualTo(value);
        });
    }

    @ParameterizedTest(name = "{0}: {1} in {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "US_NPI | 1234567893 | NPI 1234567893",
                "US_NPI | 1234-567-893 | npi=1234-567-893",
                "US_DEA | AP5836727 | DEA number AP5836727",
                "US_DEA | F91234563 | \"prescriberDea\":\"F91234563\"",
                "US_DEA | AP 5836727 | DEA: AP 5836727",
                "US_MBI | 1EG4-TE5-MK73 | saw 1EG4-TE5-MK73 there",
                "US_MBI | 1eg4te5mk73 | medicare_id=1eg4te5mk73",
                "DATE_OF_BIRTH | 1980-04-12 | {\"birthDate\":\"1980-04-12T00:00:00Z\"}",
                "DATE_OF_BIRTH | April 12, 1980 | patient born April 12, 1980 in Reno",
                "DATE_OF_BIRTH | 12th April 1980 | DOB: 12th April 1980",
                "DATE_OF_BIRTH | 19800412 | dob=19800412",
                "ICD10 | E11.9 | saw E11.9 there",
                "ICD10 | E119 | diagnosis code E119",
                "ICD10 | U07.1 | dx: U07.1",
                "NDC | 12345-678-90 | dose 12345-678-90 twice",
                "NDC | 0777310502 | ndc=0777310502",
                "VIN | 1HGCM82633A004352 | saw 1HGCM82633A004352 there",
                "IBAN | GB82 WEST 1234 5698 7654 32 | pay GB82 WEST 1234 5698 7654 32 now",
                "IBAN | gb82west12345698765432 | my iban is gb82west12345698765432",
                "ABA | 021000021 | routing number 021000021",
                "ADDRESS | 12 5th Ave Apt 4B | at 12 5th Ave Apt 4B, Reno",
                "ADDRESS | PO Box 1234 | write to PO Box 1234",
                "ZIP | 89501 | Reno, NV 89501",
                "ZIP | 89501-1234 | zip_code=89501-1234",
                "MEMBER_ID | XYZ123456789 | Member ID: XYZ123456789",
                "PASSPORT | C01234567 | passport no. C01234567",
                "DRIVER_LICENSE | D123-4567-8901 | driver's license number is D123-4567-8901",
                "NAME | Jane Doe | {\"patient_name\": \"Jane Doe\"}",
                "NAME | Zoë | first_name=Zoë&x=1",
                "NAME | Jennifer Lopez | seen by Jennifer Lopez today",
                "US_SSN | １２３－４５－６７８９ | saw １２３－４５－６７８９ there",
                "US_SSN | 123%2D45%2D6789 | GET /a?q=123%2D45%2D6789 HTTP/1.1",
                "US_SSN | 123\\u002d45\\u002d6789 | {\"a\":\"123\\u002d45\\u002d6789\"}",
                "US_SSN | 987-65-4321 | SSN: 987-65-4321",
            })
    void findsEveryType(String type, String value, String line) {
        List<PhiFinding> findings = scanner.scanLine(line);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.type().name()).isEqualTo(type);
            assertThat(line.substring(finding.start(), finding.end())).isEqualTo(value);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npi 1234567890",
                "at 1693840793 npi",
                "sku AP5836727",
                "vitamin B12 and A10",
                "version E11.9",
                "P99.9 latency",
                "sku 12345-678-90",
                "2024-1105-12",
                "tracking 1HGCM82633A004352",
                "1HGCM82633A004353",
                "GB82WEST12345698765433",
                "routing number 021000022",
                "200 OK 18234",
                "uploaded 3 Google Drive files",
                "born to be wild 2024",
                "retry policy 30000",
                "\"first_name\":\"is required\"",
                "first_name: string",
                "product name: Jordan Air",
                "1EG4-SE5-MK73"
            })
    void asksForChecksumsAndTellingWords(String text) {
        assertThat(scanner.scanLine(text)).isEmpty();
    }

    @Test
    void weighsNamesOfTheListTooLowToCountAlone() {
        assertThat(scanner.scanLine("seen by Jennifer Lopez")).singleElement().matches(finding -> !finding.isLikely());
    }

    @Test
    void findsNumbersOfTheSite() {
        // Given
        PhiType chart = new PhiType("CLINIC_CHART", PhiType.Tier.IDENTIFIER);
        PhiScanner site = new PhiScanner(List.of(SitePattern.of(chart, "CL-?[0-9A-F]{4,6}")), PhiScanner.DEADLINE);

        // Then
        assertThat(site.scanLine("a CL-12AB, CL0123456, xCL1234, CL1234"))
                .extracting(finding -> finding.start() + "-" + finding.end())
                .containsExactly("2-9", "31-37");
        assertThat(site.scanLine("a CL-12AB").getFirst().type()).isEqualTo(chart);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "(a)", "a{3", "[a", "\\", "a?", "a{99}", "é"})
    void refusesPatternsThatAreNone(String pattern) {
        assertThatThrownBy(() -> SitePattern.of(PhiType.MRN, pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesUpOnceTimeIsOver() {
        PhiScanner hurried = new PhiScanner(List.of(), Duration.ofNanos(1));

        assertThatThrownBy(() -> hurried.scanLine("a 1 ".repeat(100_000))).isInstanceOf(ScanDeadlineException.class);
        assertThat(hurried.scanLine("SSN 123-45-6789")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "1 ", "a@", "%25", "name:", "(+1", "ssn ", "1.1.", "A1", "GB82", "\\u0040"})
    void takesLinearTime(String part) {
        int found = scanner.scanLine(part.repeat(500_000 / part.length())).size();

        assertThat(found).isLessThan(500_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000-45-6789",
                "666-45-6789",
                "900-45-6789",
                "123-00-6789",
                "123-45-0000",
                "078-05-1120",
                "219-09-9999",
                "987-65-4321",
                "123-45 6789",
                "1123-45-6789",
                "123-45-67890",
                "123-45-6789-1",
                "123456789",
                "order 6544321987",
                "\"id\":6544321987",
                "\"phone\":null,\"id\":6544321987",
                "\"ssn\":null,\"order_id\":123456789",
                "\"patient_id\":null,\"total\":123456",
                "ts=1693840791",
                "1693840791756",
                "\"timestamp\":1693840791756",
                "bytes: 18234",
                "8924e83e-4b25-45e0-8bea-c509bebbeea4",
                "12345678-1234-4234-8234-123456789012",
                "patient_id=8924e83e-4b25-45e0-8bea-c509bebbeea4",
                "4006381333931",
                "gtin 4006381333931",
                "\"barcode\":\"4111111111111111\"",
                "1Z999AA10123456784",
                "9400 1000 0000 0000 0000 00",
                "tracking_number=4111111111111111",
                "820982911946154500",
                "4111111111111112",
                "1234567890123456",
                "192.168.100.200",
                "2024-05-06 20:40:16,353",
                "2026-05-11T15:00:59.110521905Z",
                "1.4155550133",
                "115-555-0133",
                "411-555-0133",
                "415-155-0133",
                "415-911-0133",
                "415-555-01334",
                "404 552 1234 99",
                "git@github.com:org/repo",
                "test@docker",
                "icon@2x.png",
                "lodash@4.17.21",
                "https://user:secret@example.com/path",
                "chart of 2000 visits",
                "the chart shows 20000 visits",
                "mrn missing, order 482913",
                "GET /v1/orders/820982911946154500 HTTP/1.1\" 200 18234",
            })
    void leavesOrdinaryNumbersAlone(String text) {
        assertThat(scanner.scanLine(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ssn, 123456789, US_SSN",
        "patient.ssn, 123456789, US_SSN",
        "phone, 4155550133, PHONE",
        "billing[phone], 4155550133, PHONE",
        "mrn, 482913, MRN",
        "medicalRecordNumber, AB-482913, MRN",
        "patient_id, 482913, MRN",
        "cc, 4222222222222, PAN",
        "anything, jane@example.com, EMAIL",
    })
    void believesTheNameOfTheField(String field, String value, String expected) {
        assertThat(scanner.scan(field, value))
                .extracting(finding -> finding.type().name())
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"order_id, 123456789", "id, 4155550133", "total, 482913", "ssn, 000456789", "phone, 1693840791"})
    void doesNotBelieveOtherFields(String field, String value) {
        assertThat(scanner.scan(field, value)).isEmpty();
    }

    @Test
    void findsAllOfALineInOrder() {
        String line = "{\"name\":\"😀\",\"ssn\":\"123-45-6789\",\"email\":\"jane@example.com\",\"mrn\":\"00482913\"}";

        List<PhiFinding> findings = scanner.scanLine(line);

        assertThat(findings)
                .extracting(finding -> finding.type().name() + " " + line.substring(finding.start(), finding.end()))
                .containsExactly("US_SSN 123-45-6789", "EMAIL jane@example.com", "MRN 00482913");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name=''", "first_name='", "name='42'", "name=' '", "name=''''' ", "name='-1', last_name=''"})
    void readsQuotesWithoutANameBetween(String text) {
        assertThat(scanner.scanLine(text)).isEmpty();
    }

    @Test
    void neverFailsAndNeverOverlaps() {
        Random random = new Random(20_261_123);
        String alphabet = "0123456789-. ()+@%40abmrnssnphone:=\"''_/é\\";
        List<String> fields = List.of("", "phone", "name");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            List<PhiFinding> findings = scanner.scan(fields.get(round % fields.size()), text);

            int last = 0;
            for (PhiFinding finding : findings) {
                assertThat(finding.start()).as("%s", text).isGreaterThanOrEqualTo(last);
                assertThat(finding.end()).isGreaterThan(finding.start()).isLessThanOrEqualTo(text.length());
                last = finding.end();
            }
        }
    }

    @Test
    void takesNoDrugCodeFromGroupsOfTheWrongLength() {
        // 5-3-12 digits: a carry would make it 5-4-2
        assertThat(scanner.scan("", "v=77415-555-013317349945")).isEmpty();
    }
}
