package io.phiwatch.alerting.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.alerting.evidence.Verdict.Broken;
import io.phiwatch.alerting.evidence.Verdict.Intact;
import io.phiwatch.alerting.evidence.Verdict.Reason;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceVerifierTest {
    private static final String INCIDENT = Alerts.INCIDENT;
    private static final int MUTATIONS_EACH = 300;

    @Test
    void anUntouchedChainIsIntact() {
        // Given
        List<EvidenceEntry> chain = chain(INCIDENT, 12);
        // When
        Verdict verdict = EvidenceVerifier.verify(incident(chain), chain);
        // Then
        assertThat(verdict).isEqualTo(new Intact(12, chain.getLast().getHash()));
        assertThat(EvidenceVerifier.verify(chain).isIntact()).isTrue();
    }

    @Test
    void anEmptyChainIsIntactOnlyForAnIncidentWithoutEvidence() {
        assertThat(EvidenceVerifier.verify(List.of())).isEqualTo(new Intact(0, ChainHead.NO_HASH));
        assertThat(EvidenceVerifier.verify(incident(chain(INCIDENT, 3)), List.of()))
                .isEqualTo(new Broken(1, Reason.WRONG_COUNT));
    }

    @Test
    void chainsOfSeveralIncidentsAreToldApart() {
        // Given
        List<EvidenceEntry> one = chain("acme-aaaaaaaaaaaaaaaa-1", 4);
        List<EvidenceEntry> other = chain("acme-bbbbbbbbbbbbbbbb-1", 4);
        other.get(2).setSummary("another");
        List<EvidenceEntry> mixed = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            mixed.add(one.get(i));
            mixed.add(other.get(i));
        }
        // When
        Map<String, Verdict> verdicts = EvidenceVerifier.verifyEach(mixed);
        // Then
        assertThat(verdicts.get("acme-aaaaaaaaaaaaaaaa-1").isIntact()).isTrue();
        assertThat(verdicts.get("acme-bbbbbbbbbbbbbbbb-1")).isEqualTo(new Broken(3, Reason.WRONG_HASH));
    }

    @Test
    void aChainThatWasWrittenAnewShowsAgainstTheIncident() {
        // Given
        Incident incident = incident(chain(INCIDENT, 5));
        List<EvidenceEntry> forged = new ArrayList<>();
        ChainHead head = ChainHead.start(INCIDENT);
        for (int i = 0; i < 5; i++) {
            forged.add(EvidenceChain.append(head, draft(100 + i)));
            head = ChainHead.of(forged.getLast());
        }
        // When
        Verdict verdict = EvidenceVerifier.verify(incident, forged);
        // Then
        assertThat(verdict).isEqualTo(new Broken(5, Reason.WRONG_HEAD));
    }

    /** What somebody could do to a chain. Each returns the place at which it must show. */
    private enum Tampering {
        FLIP {
            @Override
            long on(List<EvidenceEntry> chain, Random random) {
                int at = random.nextInt(chain.size());
                FLIPS.get(random.nextInt(FLIPS.size())).accept(chain.get(at));
                return at + 1L;
            }
        },
        DROP {
            @Override
            long on(List<EvidenceEntry> chain, Random random) {
                int at = random.nextInt(chain.size() - 1);
                chain.remove(at);
                return at + 1L;
            }
        },
        INSERT {
            @Override
            long on(List<EvidenceEntry> chain, Random random) {
                int at = random.nextInt(chain.size() + 1);
                ChainHead head = at == 0 ? ChainHead.start(INCIDENT) : ChainHead.of(chain.get(at - 1));
                // Well chained to the entry before it: only what follows gives it away.
                chain.add(at, EvidenceChain.append(head, draft(1000)));
                return at == chain.size() - 1 ? chain.size() : at + 2L;
            }
        },
        REORDER {
            @Override
            long on(List<EvidenceEntry> chain, Random random) {
                int at = random.nextInt(chain.size() - 1);
                int other = at + 1 + random.nextInt(chain.size() - at - 1);
                chain.set(at, chain.set(other, chain.get(at)));
                return at + 1L;
            }
        },
        TRUNCATE {
            @Override
            long on(List<EvidenceEntry> chain, Random random) {
                int length = random.nextInt(chain.size());
                chain.subList(length, chain.size()).clear();
                return length + 1L;
            }
        };

        abstract long on(List<EvidenceEntry> chain, Random random);
    }

    private static final List<Consumer<EvidenceEntry>> FLIPS = List.of(
            entry -> entry.setSummary(entry.getSummary() + " "),
            entry -> entry.setActor("mallory"),
            entry -> entry.setType(EvidenceType.other),
            entry -> entry.setRecordedAt(entry.getRecordedAt().plusMillis(1)),
            entry -> entry.setEventTime(entry.getEventTime().minusMillis(1)),
            entry -> entry.setReceived(entry.getReceived().plusMillis(1)),
            entry -> entry.setAlertId("alert-x"),
            entry -> entry.setDetails(Map.of("revision", "999")),
            entry -> entry.setSources(
                    entry.getSources().subList(1, entry.getSources().size())),
            entry -> {
                EventRef ref =
                        EventRef.newBuilder(entry.getSources().getFirst()).build();
                ref.setOffset(ref.getOffset() + 1);
                entry.setSources(List.of(ref));
            },
            entry -> entry.setPreviousHash("f" + entry.getPreviousHash().substring(1) + "0"),
            entry -> entry.setHash(entry.getHash().substring(1) + "x"),
            entry -> entry.setIncidentId("acme-ffffffffffffffff-1"),
            entry -> entry.setSequence(entry.getSequence() + 1));

    @ParameterizedTest
    @EnumSource(Tampering.class)
    void tamperingShowsAtItsPlace(Tampering tampering) {
        for (int seed = 0; seed < MUTATIONS_EACH; seed++) {
            // Given
            Random random = new Random(seed);
            List<EvidenceEntry> chain = chain(INCIDENT, 2 + random.nextInt(10));
            Incident incident = incident(chain);
            long place = tampering.on(chain, random);
            // When
            Verdict verdict = EvidenceVerifier.verify(incident, chain);
            // Then
            assertThat(verdict).as("%s, seed %d", tampering, seed).isInstanceOf(Broken.class);
            assertThat(((Broken) verdict).sequence())
                    .as("%s, seed %d: %s", tampering, seed, verdict)
                    .isEqualTo(place);
        }
    }

    private static List<EvidenceEntry> chain(String incidentId, int length) {
        List<EvidenceEntry> chain = new ArrayList<>();
        ChainHead head = ChainHead.start(incidentId);
        for (int i = 0; i < length; i++) {
            EvidenceEntry entry = EvidenceChain.append(head, draft(i));
            chain.add(entry);
            head = ChainHead.of(entry);
        }
        return chain;
    }

    private static EvidenceDraft draft(int number) {
        return new EvidenceDraft(
                EvidenceType.alert_raised,
                Alerts.START.plusSeconds(number),
                "phiwatch",
                "entry " + number,
                Map.of("revision", Integer.toString(number)),
                new AlertFacts(
                        "alert-" + number,
                        Alerts.START.plusSeconds(number),
                        Alerts.START.plusSeconds(number + 1L),
                        Alerts.refs(2)));
    }

    private static Incident incident(List<EvidenceEntry> chain) {
        return Alerts.incident()
                .setEvidenceCount(chain.size())
                .setEvidenceHead(chain.getLast().getHash())
                .build();
    }
}
