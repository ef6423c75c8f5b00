package io.phiwatch.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.ingest.http.BodyReader.Incoming;
import io.phiwatch.ingest.http.BodyReader.NoRoom;
import io.phiwatch.ingest.http.BodyReader.Outcome;
import io.phiwatch.ingest.http.BodyReader.TooLong;
import io.phiwatch.ingest.http.BodyReader.TooSlow;
import io.phiwatch.ingest.http.BodyReader.Unreadable;
import io.phiwatch.ingest.http.BodyReader.Whole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class BodyReaderTest {
    private static final int MOST = 1_000;
    private static final int MOST_INFLATED = 50_000;
    private static final int MOST_IN_FLIGHT = 100_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now;
    private final InFlight inFlight = new InFlight(MOST_IN_FLIGHT, 2, registry);
    private final BodyReader reader = new BodyReader(MOST, MOST_INFLATED, () -> now);

    @Test
    void readsBodiesUpToTheLimit() throws IOException {
        assertThat(read(new byte[MOST], null)).isEqualTo(whole(MOST));
        assertThat(read(new byte[MOST + 1], null)).isEqualTo("TooLong");
        assertThat(read(new byte[0], "identity")).isEqualTo(whole(0));
    }

    @Test
    void refusesAnAnnouncedLengthUnread() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[MOST]);
        try (InFlight.Room room = inFlight.room()) {
            Outcome outcome = reader.read(new Incoming(in, MOST + 1L, null, true), room);

            assertThat(outcome).isInstanceOf(TooLong.class);
            assertThat(in.available()).isEqualTo(MOST);
        }
    }

    @Test
    void inflates() throws IOException {
        assertThat(read(gzip(new byte[MOST_INFLATED]), "gzip")).isEqualTo(whole(MOST_INFLATED));
        assertThat(read(deflate(new byte[MOST_INFLATED]), "deflate")).isEqualTo(whole(MOST_INFLATED));
    }

    @Test
    void stopsABombAtItsInflatedSize() throws IOException {
        assertThat(read(gzip(new byte[MOST_INFLATED + 1]), "gzip")).isEqualTo("TooLong");
        assertThat(read(deflate(new byte[500_000]), "deflate")).isEqualTo("TooLong");
        assertThat(registry.get("phiwatch.ingest.inflight.bytes").gauge().value())
                .isZero();
    }

    @Test
    void refusesWhatIsNotWhatItSays() throws IOException {
        byte[] cut = Arrays.copyOf(gzip(new byte[MOST]), 15);

        assertThat(read(cut, "gzip")).isEqualTo("Unreadable");
        assertThat(read(new byte[] {1, 2, 3}, "gzip")).isEqualTo("Unreadable");
        assertThat(read(new byte[] {1, 2, 3}, "deflate")).isEqualTo("Unreadable");
        assertThat(read(new byte[] {1, 2, 3}, "br")).isEqualTo("Unreadable");
    }

    @Test
    void holdsNoMoreThanThereIsRoomFor() throws IOException {
        // Given
        byte[] body = gzip(new byte[MOST_INFLATED]);
        InFlight.Room first = inFlight.room();
        InFlight.Room second = inFlight.room();
        read(body, "gzip", first);
        read(body, "gzip", second);

        // When
        String third = read(body, "gzip");
        first.close();
        String afterwards = read(body, "gzip");

        // Then
        assertThat(third).isEqualTo("NoRoom");
        assertThat(afterwards).isEqualTo(whole(MOST_INFLATED));
        second.close();
        assertThat(registry.get("phiwatch.ingest.inflight.bytes").gauge().value())
                .isZero();
    }

    @Test
    void cutsOffWhoHoldsABodyForEver() throws IOException {
        // Given: a byte every five seconds
        InputStream dripping = new InputStream() {
            @Override
            public int read() {
                now += 5_000_000_000L;
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        // When
        Outcome outcome;
        try (InFlight.Room room = inFlight.room()) {
            outcome = reader.read(new Incoming(dripping, -1, null, false), room);
        }

        // Then
        assertThat(outcome).isInstanceOf(TooSlow.class);
        assertThat(now).isLessThan(60_000_000_000L);
    }

    @Test
    void admitsSoManyDeliveriesAtATime() {
        InFlight.Room first = inFlight.room();
        InFlight.Room second = inFlight.room();
        InFlight.Room third = inFlight.room();

        assertThat(first.admit()).isTrue();
        assertThat(second.admit()).isTrue();
        assertThat(third.admit()).isFalse();
        first.close();
        assertThat(third.admit()).isTrue();
    }

    private String read(byte[] body, String encoding) throws IOException {
        try (InFlight.Room room = inFlight.room()) {
            return read(body, encoding, room);
        }
    }

    private String read(byte[] body, String encoding, InFlight.Room room) throws IOException {
        Outcome outcome = reader.read(new Incoming(new ByteArrayInputStream(body), -1, encoding, false), room);
        return switch (outcome) {
            case Whole whole -> whole(whole.bytes().length);
            case TooLong tooLong -> "TooLong";
            case TooSlow tooSlow -> "TooSlow";
            case NoRoom noRoom -> "NoRoom";
            case Unreadable unreadable -> "Unreadable";
        };
    }

    private static String whole(int length) {
        return length + " bytes";
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return written(new GZIPOutputStream(out), out, plain);
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return written(new DeflaterOutputStream(out), out, plain);
    }

    private static byte[] written(OutputStream packing, ByteArrayOutputStream out, byte[] plain) throws IOException {
        packing.write(plain);
        packing.close();
        return out.toByteArray();
    }
}
