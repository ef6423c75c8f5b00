package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.schema.Action;
import java.time.Duration;
import java.util.List;

/** Facts about files: how many and how large, where they are kept, how they are protected, how old they are. */
final class ZoomRecordings {
    private static final List<String> LISTS = List.of("recording_files", "archive_files", "recordings");
    private static final List<String> BATCHES = List.of("meetings", "meeting_uuids");
    private static final int LONGEST_SIZE = 15;

    private ZoomRecordings() {}

    static void describe(EventDraft draft, String event, JsonNode object) {
        long files = 0;
        long bytes = 0;
        JsonNode file = object;
        for (String list : LISTS) {
            for (JsonNode item : object.path(list)) {
                file = files == 0 ? item : file;
                files++;
                bytes += size(text(item, "file_size"));
            }
        }
        for (String batch : BATCHES) {
            files = Math.max(files, object.path(batch).size());
        }
        long told = size(first(
                text(object, "total_size"),
                text(object, "chat_message_file", "file_size"),
                text(object, "file", "file_size")));
        if (files > 0) {
            draft.recordsCount = files;
        }
        if (told > 0 || bytes > 0) {
            draft.bytes = told > 0 ? told : bytes;
        }
        if (ZoomActions.isRecording(event)) {
            kept(draft, object, file);
        }
    }

    private static void kept(EventDraft draft, JsonNode object, JsonNode file) {
        String address = first(text(file, "download_url"), text(file, "play_url"), text(object, "share_url"));
        if (draft.action == Action.record && !address.isEmpty()) {
            draft.sentTo(address);
        }
        if (draft.action == Action.record && object.has("share_url")) {
            boolean passcode = !first(text(object, "password"), text(object, "recording_play_passcode"))
                    .isEmpty();
            draft.attributes.put("passcode", String.valueOf(passcode));
        }
        if (!text(file, "encryption_fingerprint").isEmpty()) {
            draft.attributes.put("encrypted", "true");
        }
        draft.attribute("storage", ClearText.label(text(file, "storage_location")));
        draft.attribute("auto_delete", ClearText.name(text(object, "auto_delete")));
        JsonPayload.time(first(text(file, "recording_start"), text(object, "start_time")))
                .map(start -> Duration.between(start, draft.time).toDays())
                .filter(days -> days >= 0)
                .ifPresent(days -> draft.attributes.put("age_days", String.valueOf(days)));
    }

    private static long size(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_SIZE
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(digits) : 0;
    }
}
