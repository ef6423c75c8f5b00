package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.phiwatch.detector.correlate.Episode;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.Shown;
import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.correlate.window.Span;
import io.phiwatch.detector.correlate.window.WindowState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecsTest {
    private static final long TIME = 1_700_000_000_000L;
    private static final byte[] GROUP = new byte[16];
    private final EventCodec codec = new EventCodec(List.of("phiwatch.access.admin", "phiwatch.access.portal"));

    @ParameterizedTest
    @CsvSource({
        "phiwatch.access.portal, 00ff, 7, 3, 1",
        "elsewhere, not hex, , , 1",
        "phiwatch.access.admin, abc, 0, -2.5, 9",
    })
    void eventsComeBackFromTheirBytes(
            String topic, String id, @Nullable Integer sealed, @Nullable Double amount, int events) {
        // Given
        EventRef ref = ref(topic, id, sealed);
        Event event = new Event(
                ref,
                -5,
                new Event.Counted(List.of(0, 2), List.of(1L, -1L), amount, events, 1),
                Surface.admin,
                List.of(4L));

        // When
        Event decoded = codec.decode(EventCodec.key(GROUP, event).get(), codec.encode(event));

        // Then
        assertThat(decoded.ref()).isEqualTo(ref);
        assertThat(decoded.time()).isEqualTo(TIME);
        assertThat(decoded.idHash()).isEqualTo(-5);
        assertThat(decoded.counted()).isEqualTo(event.counted());
        assertThat(decoded.surface()).isEqualTo(Surface.admin);
        assertThat(decoded.patients()).containsExactly(4L);
    }

    @Test
    void keysOfAGroupLieTogetherInOrderOfTime() {
        Bytes early = EventCodec.key(GROUP, event(TIME));
        Bytes late = EventCodec.key(GROUP, event(TIME + 1));
        byte[] next = new byte[16];
        next[15] = 1;

        assertThat(List.of(EventCodec.first(GROUP), early, late, EventCodec.last(GROUP), EventCodec.first(next)))
                .isSorted();
    }

    @Test
    void headsComeBackFromTheirBytes() {
        Episode episode = new Episode(
                "0123456789abcdef0123456789abcdef",
                3,
                true,
                TIME,
                TIME + 5,
                12,
                Set.of(Surface.portal, Surface.admin),
                new Episode.Told(2, TIME + 9, TIME - 1, true));
        GroupHead head = new GroupHead(
                -7,
                1,
                TIME + 60,
                4,
                new Shown.Subject("staff-1", Environment.staging),
                new WindowState(List.of(new Span(TIME, TIME + 2), new Span(TIME + 9, TIME + 9)), TIME, true),
                List.of(episode));

        GroupCodec groups = new GroupCodec(codec);
        GroupCodec.Stored few = new GroupCodec.Stored(head, false, List.of(event(TIME), event(TIME + 1)));
        GroupCodec.Stored many = new GroupCodec.Stored(GroupHead.fresh(1, 0), true, List.of());

        assertThat(groups.decode(groups.encode(few))).isEqualTo(few);
        assertThat(groups.decode(groups.encode(few)).events())
                .extracting(Event::counted, Event::idHash, Event::ref)
                .isEqualTo(few.events().stream()
                        .map(event -> tuple(event.counted(), event.idHash(), event.ref()))
                        .toList());
        assertThat(groups.decode(groups.encode(many))).isEqualTo(many);
        assertThat(GroupCodec.headOf(groups.encode(few))).isEqualTo(head);
    }

    @Test
    void whatAlertsShowComesBackFromItsBytes() {
        Shown shown = new Shown(
                new Shown.Subject("staff-1", Environment.production),
                2.5,
                TIME,
                "2.5 in total",
                3,
                List.of(ref("t", "id-1", null), ref("t", "00aa", 9)));

        assertThat(HeadCodec.decodeShown(HeadCodec.encode(shown))).isEqualTo(shown);
    }

    @Test
    void refusesBytesOfALaterVersion() {
        byte[] value = codec.encode(event(TIME));
        value[0] = 99;
        GroupCodec groups = new GroupCodec(codec);
        byte[] head = groups.encode(new GroupCodec.Stored(GroupHead.fresh(1, 0), false, List.of()));
        head[0] = 99;

        assertThatThrownBy(() -> codec.decode(EventCodec.key(GROUP, event(TIME)).get(), value))
                .hasMessage("kept event of unknown version 99");
        assertThatThrownBy(() -> groups.decode(head)).hasMessage("group of unknown version 99");
    }

    private static Event event(long time) {
        EventRef ref = EventRef.newBuilder(ref("t", "id", null))
                .setEventTime(Instant.ofEpochMilli(time))
                .build();
        return new Event(ref, 1, new Event.Counted(List.of(0), List.of(), null, 1, 0), Surface.portal, List.of());
    }

    private static EventRef ref(String topic, String id, @Nullable Integer sealed) {
        return EventRef.newBuilder()
                .setEventId(id)
                .setEventTime(Instant.ofEpochMilli(TIME))
                .setReceived(Instant.ofEpochMilli(TIME + 40))
                .setSourceId("source")
                .setTopic(topic)
                .setPartition(3)
                .setOffset(1_000_000)
                .setSealedPartition(sealed)
                .setSealedOffset(sealed == null ? null : Long.valueOf(8))
                .build();
    }
}
