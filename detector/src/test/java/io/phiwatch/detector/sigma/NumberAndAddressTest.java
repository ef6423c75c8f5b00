package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons and networks, which have ways of their own, against the arithmetic of the JDK. */
class NumberAndAddressTest {
    private static final List<String> BOUNDS = List.of(
            "0",
            "-0.5",
            "0.1",
            "3",
            "2.9999999999999999999",
            "-7",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775807.5",
            "12345678901234567890",
            "-12345678901234567890",
            "1e400",
            "-1e400",
            "1e-400",
            "-1e-400",
            "9007199254740993");

    private static final List<Object> NUMBERS = List.of(
            0L,
            -1,
            3,
            2L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE - 1,
            0.0,
            -0.0,
            0.1,
            -0.5,
            3.0,
            9.007199254740992e15,
            9.223372036854775807e18,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1f,
            new BigDecimal("2.9999999999999999999"),
            "0",
            "007",
            " 3 ",
            "-0.5",
            "999999999999999999",
            "9223372036854775807",
            "1e400",
            "+3");

    @Test
    void everyNumberIsOnTheSideOfEveryBoundThatExactArithmeticPutsItOn() {
        for (String written : BOUNDS) {
            BigDecimal bound = new BigDecimal(written);
            for (Object value : NUMBERS) {
                // Given
                int order = new BigDecimal(value.toString().strip()).compareTo(bound);

                // When
                boolean below = new CompareTest(CompareTest.Operator.LT, bound).test(value);
                boolean notAbove = new CompareTest(CompareTest.Operator.LTE, bound).test(value);
                boolean above = new CompareTest(CompareTest.Operator.GT, bound).test(value);
                boolean notBelow = new CompareTest(CompareTest.Operator.GTE, bound).test(value);

                // Then
                assertThat(List.of(below, notAbove, above, notBelow))
                        .as("%s against %s", value, written)
                        .containsExactly(order < 0, order <= 0, order > 0, order >= 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999"})
    void aBoundBeyondAllNumbersIsNotWrittenOut(String bound) {
        // When
        boolean passes = new CompareTest(CompareTest.Operator.LT, new BigDecimal(bound)).test(0L);

        // Then
        assertThat(passes).isEqualTo(!bound.startsWith("-"));
    }

    @Test
    void addressesAreInTheNetworksThatTheirBitsPutThemIn() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            // Given
            byte[] bytes = new byte[random.nextInt(3) == 0 ? 4 : 16];
            random.nextBytes(bytes);
            int keep = random.nextInt(bytes.length * 8 + 1);
            byte[] network = bytes.clone();
            for (int bit = keep; bit < bytes.length * 8; bit++) {
                network[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
            }
            byte[] other = bytes.clone();
            int flipped = random.nextInt(bytes.length * 8);
            other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));
            NetworkTest test = NetworkTest.parse(text(network) + '/' + keep).orElseThrow();

            // When
            boolean holdsIts = test.test(text(bytes));
            boolean holdsOther = test.test(text(other));

            // Then
            assertThat(holdsIts).isTrue();
            assertThat(holdsOther)
                    .as("%s in %s/%d", text(other), text(network), keep)
                    .isEqualTo(flipped >= keep);
        }
    }

    private static String text(byte[] address) throws UnknownHostException {
        return InetAddress.getByAddress(address).getHostAddress();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.2.3",
                "1.2.3.",
                "01.2.3.4",
                "1.2.3.256",
                "1.2.3.4.5",
                "1.2.3.٤",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::ffff:1.2.3.4.5"
            })
    void textThatIsNoAddressIsInNoNetwork(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void oneAddressHasManySpellings() {
        assertThat(IpAddress.parse("1:2:3:4:5:6:102:304"))
                .isEqualTo(IpAddress.parse("1:2:3:4:5:6:1.2.3.4"))
                .isEqualTo(IpAddress.parse("0001:2:3:4:5:6:0102:0304"));
        assertThat(IpAddress.parse("::")).isEqualTo(IpAddress.parse("0:0:0:0:0:0:0:0"));
        assertThat(IpAddress.parse("1::8")).isEqualTo(IpAddress.parse("1:0:0:0:0:0:0:8"));
        assertThat(IpAddress.parse("1:2:3:4:5:6:7::")).isNotNull();
        assertThat(IpAddress.parse("::ffff:7f00:1")).isEqualTo(IpAddress.parse("127.0.0.1"));
    }
}
