package io.phiwatch.launcher.command.sources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.replay.IngestClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries every way that a source comes in by. */
@Command(
        name = "test",
        description = "Sends a test delivery with each secret of a source to the running ingest, and looks whether its"
                + " files can be read and its syslog listener listens. Exit 1 where something does not work.")
public final class SourcesTestCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 3_000;

    @Mixin
    private SetupOptions setup = new SetupOptions();

    @Mixin
    private SourceOption chosen = new SourceOption();

    @Option(names = "--json", description = "JSON lines.")
    private boolean asJson;

    @Spec
    private @Nullable CommandSpec spec;

    private record Finding(String way, boolean isOk, String message) {}

    @Override
    public Integer call() {
        PhiwatchConfig config = setup.config();
        Source source = chosen.in(config);
        Inlet inlet = config.inlets().getOrDefault(source.id(), Inlet.SIGNED_HTTP);
        List<Finding> findings = new ArrayList<>();
        SourceProbe probe = new SourceProbe(IngestClient.of(config, setup.data()));
        for (int i = 0; i < source.secrets().size(); i++) {
            String which = "secret " + (i + 1) + " of " + source.secrets().size();
            findings.add(delivery(which, probe.statusOf(source, source.secrets().get(i))));
        }
        inlet.files().forEach(file -> findings.add(file(file)));
        inlet.syslog().ifPresent(route -> findings.add(syslog(config, route)));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        findings.forEach(finding -> out.println(asJson ? json(finding) : line(finding)));
        out.flush();
        return findings.stream().allMatch(Finding::isOk) ? ExitCode.DONE : ExitCode.FOUND;
    }

    private static Finding delivery(String secret, int status) {
        String message = switch (status) {
            case 200 -> secret + " is valid";
            case 401 -> secret + " is refused: the running ingest has other secrets";
            case 404 -> "the running ingest does not know the source";
            case 503 -> "the broker is away";
            default -> secret + ": status " + status;
        };
        return new Finding("http", status == 200, message);
    }

    private static Finding file(String file) {
        boolean isPattern = file.indexOf('*') >= 0 || file.indexOf('?') >= 0;
        Path path = Path.of(
                isPattern
                        ? Objects.requireNonNullElse(Path.of(file).getParent(), Path.of("."))
                                .toString()
                        : file);
        boolean isReadable = Files.isReadable(path);
        return new Finding("file", isReadable, path + (isReadable ? " can be read" : " cannot be read"));
    }

    private Finding syslog(PhiwatchConfig config, SyslogRoute route) {
        return config.syslog().stream()
                .filter(listener -> listener.name().equals(route.listener()))
                .findFirst()
                .map(listener -> {
                    int port = setup.data().port("syslog-" + listener.name()).orElse(listener.port());
                    boolean listens = listens(listener.host(), port);
                    return new Finding("syslog", listens, "port " + port + (listens ? " listens" : " does not answer"));
                })
                .orElseGet(() -> new Finding("syslog", false, "no listener " + route.listener()));
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.equals("0.0.0.0") ? "127.0.0.1" : host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT, "%-5s %-6s %s", finding.isOk() ? "ok" : "FAULT", finding.way(), finding.message());
    }

    private static ObjectNode json(Finding finding) {
        return JSON.createObjectNode()
                .put("way", finding.way())
                .put("ok", finding.isOk())
                .put("message", finding.message());
    }
}
