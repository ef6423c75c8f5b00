package io.phiwatch.alerting.evidence.tree;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.schema.TreeHead;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A signed head as JSON: {@code {"key_id","root_hash","signature","signed_at","tree_size"}}, the signature in Base64 and
 * the time in milliseconds since the epoch. Signed is the canonical form of all but the signature.
 */
public final class HeadForm {
    private HeadForm() {}

    /** The head as JSON. */
    public static ObjectNode json(TreeHead head) {
        ByteBuffer signature = head.getSignature().duplicate();
        byte[] bytes = new byte[signature.remaining()];
        signature.get(bytes);
        return unsigned(head).put("signature", Base64.getEncoder().encodeToString(bytes));
    }

    /** What is signed. */
    public static byte[] signed(TreeHead head) {
        return CanonicalJson.of(unsigned(head));
    }

    private static ObjectNode unsigned(TreeHead head) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("key_id", head.getKeyId())
                .put("root_hash", head.getRootHash())
                .put("signed_at", head.getSignedAt().toEpochMilli())
                .put("tree_size", head.getTreeSize());
    }
}
