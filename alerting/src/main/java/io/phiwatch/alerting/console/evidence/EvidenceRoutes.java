package io.phiwatch.alerting.console.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.phiwatch.alerting.console.access.AccessControl;
import io.phiwatch.alerting.console.access.Problem;
import io.phiwatch.alerting.console.model.ReadModel;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.ledger.LedgerView;
import io.phiwatch.alerting.ledger.LedgerView.Leaf;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.serde.RecordJson;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Evidence with its proofs, for whoever wants to check it while it grows. */
public final class EvidenceRoutes {
    private static final String ROOT = "/api/v1";
    private static final long DEFAULT_LIMIT = 100;
    private static final long MOST = 500;
    private static final Problem NOT_FOUND =
            new Problem(HttpStatus.NOT_FOUND, "not_found", "There is no such incident.");

    private final ReadModel model;
    private final LedgerView ledger;
    private final EvidenceAccess access;

    public EvidenceRoutes(ReadModel model, EvidenceAccess access) {
        this.model = model;
        this.ledger = model.ledger();
        this.access = access;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get(ROOT + "/incidents/{id}/evidence", this::showEvidence);
        routes.get(ROOT + "/evidence/heads", this::listHeads);
        routes.get(ROOT + "/evidence/consistency", this::proveConsistency);
        routes.get(ROOT + "/evidence/keys", this::listKeys);
    }

    private void showEvidence(Context context) {
        String id = context.pathParam("id");
        if (AccessControl.visible(context, model).incident(id).isEmpty()) {
            NOT_FOUND.answer(context);
            return;
        }
        long from = Parameters.number(context, "from", 1, 1, Integer.MAX_VALUE);
        long limit = Parameters.number(context, "limit", DEFAULT_LIMIT, 1, MOST);
        List<Leaf> all = ledger.leaves(id);
        List<Leaf> page = all.stream()
                .filter(leaf -> leaf.sequence() >= from)
                .limit(limit)
                .toList();
        Optional<TreeHead> head = ledger.latest();
        ObjectNode body = RecordJson.object().put("incident_id", id).put("count", all.size());
        body.set("head", head.map(this::json).orElse(null));
        ArrayNode entries = body.putArray("entries");
        List<EvidenceEntry> found = access.records().entries(page);
        for (int i = 0; i < found.size(); i++) {
            Leaf leaf = page.get(i);
            ObjectNode entry = entries.addObject().put("leaf_index", leaf.index());
            entry.set("entry", RecordJson.of(found.get(i)));
            entry.set(
                    "path",
                    head.filter(one -> leaf.index() < one.getTreeSize())
                            .map(one -> hex(ledger.inclusion(leaf.index(), one.getTreeSize())))
                            .orElse(null));
        }
        answer(context, body);
    }

    private void listHeads(Context context) {
        int limit = (int) Parameters.number(context, "limit", DEFAULT_LIMIT, 1, MOST);
        List<TreeHead> heads = ledger.heads();
        ObjectNode body = RecordJson.object();
        ArrayNode listed = body.putArray("heads");
        heads.subList(Math.max(0, heads.size() - limit), heads.size()).forEach(head -> listed.add(json(head)));
        answer(context, body);
    }

    private void proveConsistency(Context context) {
        long second = Parameters.number(context, "second", ledger.size(), 0, ledger.size());
        long first = Parameters.number(context, "first", second, 0, second);
        ObjectNode body = RecordJson.object().put("first", first).put("second", second);
        body.set("path", hex(ledger.consistency(first, second)));
        answer(context, body);
    }

    private void listKeys(Context context) {
        ObjectNode body = RecordJson.object();
        body.put("signing_key_id", access.keys().map(LedgerKeys::keyId).orElse(null));
        ArrayNode keys = body.putArray("keys");
        access.keys()
                .ifPresent(own -> own.publicPems()
                        .forEach((id, pem) -> keys.addObject().put("key_id", id).put("public_key", pem)));
        answer(context, body);
    }

    /** The head, and whether the tree that this console built itself has that root. */
    private ObjectNode json(TreeHead head) {
        return HeadForm.json(head).put("matches", ledger.isOwn(head).orElse(null));
    }

    private static ArrayNode hex(List<byte[]> hashes) {
        return RecordJson.array(hashes.stream().map(HexFormat.of()::formatHex).toList());
    }

    private static void answer(Context context, ObjectNode body) {
        context.contentType("application/json").result(body.toString());
    }
}
