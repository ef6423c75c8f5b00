package io.phiwatch.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.launcher.fact.TableFile;
import io.phiwatch.launcher.replay.RecordingSender.Totals;
import io.phiwatch.launcher.replay.SourceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads a reference table through ingest, where its identifiers become tokens. */
@Command(name = "load", description = "Loads a reference table: identifiers become tokens on the way.")
public final class ReferenceLoadCommand implements Callable<Integer> {
    /** Keeps a delivery well under ingest's largest body. */
    private static final int BATCH_ROWS = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SourceTarget target = new SourceTarget();

    @Parameters(
            index = "0",
            paramLabel = "TABLE",
            description = "staff, relationships, approvals, vendors, destinations or patients.")
    private String table = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "CSV with a header line, or a JSON array.")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "Ends the rows that an earlier load had and this file does not have.")
    private boolean replace;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec known = Objects.requireNonNull(spec);
        if (!Files.isReadable(file)) {
            throw new ParameterException(known.commandLine(), file + " cannot be read");
        }
        List<ObjectNode> rows = TableFile.rows(file);
        SourceClient client = target.client("reference");
        String load = UUID.randomUUID().toString();
        Totals totals = Totals.NONE;
        int from = 0;
        do {
            int to = Math.min(rows.size(), from + BATCH_ROWS);
            ObjectNode delivery = JSON.createObjectNode().put("table", table).put("load", load);
            // only the last batch knows what the file does not have, and only if all before it were taken
            delivery.put("replace", replace && to == rows.size() && totals.refused() == 0);
            delivery.putArray("rows").addAll(rows.subList(from, to));
            totals = totals.plus(
                    client.send(JSON.writeValueAsBytes(delivery), Map.of("Content-Type", "application/json")));
            from = to;
        } while (from < rows.size());
        totals.print(known.commandLine().getOut());
        return SourceTarget.exitCode(totals);
    }
}
