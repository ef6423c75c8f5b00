package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.SealedPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class ReferenceIngestTest extends RunningIngest {
    private static final String STAFF = "nurse@example.org";
    private static final String PATIENT = "canary-patient";

    @Override
    List<Adapter> adapters() {
        return List.of(new RelatingAdapter());
    }

    @Test
    void writesRowsWhoseIdentifiersMeetThoseOfEvents() throws Exception {
        // When
        assertThat(post("e1 " + PATIENT + " 203.0.113.9 s a t").body()).contains("\"accepted\":2");

        // Then
        AccessEvent event = events().getFirst();
        ProducerRecord<String, byte[]> sent =
                records(topics.reference(ReferenceTable.relationships)).getFirst();
        ReferenceRow row = (ReferenceRow) values(topics.reference(ReferenceTable.relationships), ReferenceRow.class)
                .getFirst();
        assertThat(row.getId()).isEqualTo(STAFF + '|' + event.getPatients().getFirst());
        assertThat(row.getColumns()).containsEntry("kind", "care").containsEntry("remark", "[redacted]");
        assertThat(row.getRecordedAt()).isEqualTo(START);
        assertThat(row.getSealedOffset()).isNotNull();
        assertThat(values(topics.sealed(), SealedPayload.class)).hasSize(2);
        assertThat(sent.key()).isEqualTo("acme|" + row.getId());
        assertThat(sent.partition())
                .isEqualTo(BuiltInPartitioner.partitionForKey(("acme|" + STAFF).getBytes(StandardCharsets.UTF_8), 2));
        assertThat(new String(sent.value(), StandardCharsets.ISO_8859_1))
                .doesNotContain(PATIENT)
                .doesNotContain("123-45-6789");
        assertThat(count("accepted")).isEqualTo(2);
    }

    /** Says of each line that a nurse cares for its patient. */
    private static final class RelatingAdapter implements Adapter {
        private final FakeAdapter lines = new FakeAdapter();

        @Override
        public String platform() {
            return lines.platform();
        }

        @Override
        public boolean isAuthentic(Delivery delivery, Source source) {
            return lines.isAuthentic(delivery, source);
        }

        @Override
        public Optional<String> challenge(Delivery delivery, Source source) {
            return Optional.empty();
        }

        @Override
        public boolean repeats() {
            return true;
        }

        @Override
        public List<Parsed> parse(Delivery delivery, Source source) {
            ReferenceDraft row = new ReferenceDraft(
                            ReferenceTable.relationships, "", Cell.staff(STAFF), Cell.patient(PATIENT))
                    .with("kind", Cell.clear("care"))
                    .with("remark", Cell.clear("123-45-6789"));
            return List.of(lines.parse(delivery, source).getFirst(), new Parsed.Reference(row, delivery.body()));
        }
    }
}
