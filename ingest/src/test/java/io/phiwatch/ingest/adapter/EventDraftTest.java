package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Action;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventDraftTest {
    @ParameterizedTest
    @CsvSource({
        "https://Store.example.org/x?y, store.example.org, true",
        "http://store.example.org, store.example.org, false",
        "rtmp://live.example.org/app, live.example.org, false",
        "s3://bucket/visit.mp4, bucket, ",
        "/local/visit.mp4, , ",
        "not an address, , ",
        "'', , ",
    })
    void notesWhereDataWent(String address, String host, Boolean encrypted) {
        EventDraft draft = new EventDraft("e", Instant.EPOCH, Action.transmit);

        draft.sentTo(address);

        assertThat(draft.destinationHost).isEqualTo(host);
        assertThat(draft.transportEncrypted).isEqualTo(encrypted);
    }

    @Test
    void scansNoEmptyTexts() {
        EventDraft draft = new EventDraft("e", Instant.EPOCH, Action.read);

        draft.scan("body", "note", "");
        draft.scan("body", "note", "x");

        assertThat(draft.texts).extracting(EventDraft.Scannable::field).containsExactly("note");
    }
}
