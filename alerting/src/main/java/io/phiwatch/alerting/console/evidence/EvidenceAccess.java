package io.phiwatch.alerting.console.evidence;

import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.ledger.EvidenceRecords;
import java.util.Optional;

/**
 * What the console needs to show, export and open evidence.
 *
 * @param records where entries, events and originals are read
 * @param keys what exports are signed with; empty where this process has no key for it
 * @param seals what opens originals
 */
public record EvidenceAccess(EvidenceRecords records, Optional<LedgerKeys> keys, Unsealer seals) {}
