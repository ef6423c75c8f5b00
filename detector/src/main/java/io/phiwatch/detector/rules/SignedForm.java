package io.phiwatch.detector.rules;

import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a signature covers: the kind of the record, then each field in a fixed order. Texts are UTF-8 behind
 * their length in four bytes, an absent text is the length −1, numbers have eight bytes, maps are sorted by key behind
 * their size. So no two records share a form, and a field that a later version adds does not change it.
 */
final class SignedForm {
    private static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private SignedForm(String kind) {
        text(kind);
    }

    static byte[] of(String key, RuleRecord record) {
        return new SignedForm("phiwatch-rule-record-1")
                .text(key)
                .text(record.getFile())
                .text(record.getYaml())
                .map(record.getRules())
                .text(record.getAuthor())
                .text(record.getApprover())
                .text(record.getApprovalId())
                .number(record.getPushedAt().toEpochMilli())
                .text(record.getDiff())
                .bytes
                .toByteArray();
    }

    static byte[] of(RulesManifest manifest) {
        return new SignedForm("phiwatch-rules-manifest-1")
                .number(manifest.getVersion())
                .number(manifest.getActivateAt().toEpochMilli())
                .map(manifest.getRules())
                .map(manifest.getRecords())
                .text(manifest.getAuthor())
                .text(manifest.getApprover())
                .text(manifest.getApprovalId())
                .number(manifest.getPushedAt().toEpochMilli())
                .bytes
                .toByteArray();
    }

    private SignedForm text(@Nullable String text) {
        if (text == null) {
            return length(ABSENT);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        length(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    private SignedForm map(Map<String, String> map) {
        length(map.size());
        new TreeMap<>(map).forEach((key, value) -> text(key).text(value));
        return this;
    }

    private SignedForm number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    private SignedForm length(int length) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        return this;
    }
}
