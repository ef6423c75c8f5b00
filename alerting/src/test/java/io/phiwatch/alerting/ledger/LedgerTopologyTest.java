package io.phiwatch.alerting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.AlertingDriver;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceChain;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import io.phiwatch.alerting.evidence.tree.NodesInMemory;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.TreeRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTopologyTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    @TempDir
    private Path state;

    @Test
    void theRootAfterEachEntryIsThatOfAllEntriesOfAllIncidents() {
        // Given
        MerkleTree expected = new MerkleTree(new NodesInMemory());
        List<String> roots = new ArrayList<>();
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<String, EvidenceEntry> evidence = driver.createInputTopic(
                    TOPICS.evidence().name(),
                    Alerts.SERDES.key().serializer(),
                    Alerts.SERDES.value(TOPICS.evidence()).serializer());
            TestOutputTopic<String, TreeRoot> out = driver.createOutputTopic(
                    TOPICS.evidenceRoots().name(),
                    Alerts.SERDES.key().deserializer(),
                    Alerts.SERDES.value(TOPICS.evidenceRoots()).deserializer());
            // When
            for (int i = 0; i < 20; i++) {
                EvidenceEntry entry = EvidenceChain.append(ChainHead.start("acme-" + i % 3), draft(i));
                evidence.pipeInput(entry.getIncidentId(), entry, Alerts.START.plusSeconds(i));
                expected.append(MerkleTree.leafHash(CanonicalEntry.whole(entry)));
                roots.add(HexFormat.of().formatHex(expected.root(i + 1)));
            }
            // Then
            List<TreeRoot> written = out.readValuesToList();
            assertThat(written).extracting(TreeRoot::getRootHash).isEqualTo(roots);
            assertThat(written.getLast().getTreeSize()).isEqualTo(20);
            assertThat(written.getLast().getRecordedAt()).isEqualTo(Alerts.START.plusSeconds(19));
        }
    }

    private TopologyTestDriver driver() {
        Topology topology = new Topology();
        new LedgerTopology(TOPICS, Alerts.SERDES).addTo(topology);
        return new TopologyTestDriver(topology, AlertingDriver.properties(state), Alerts.START);
    }

    private static EvidenceDraft draft(int number) {
        return new EvidenceDraft(
                EvidenceType.other, Alerts.START.plusSeconds(number), "phiwatch", "entry " + number, Map.of(), null);
    }
}
