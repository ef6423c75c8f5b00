package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine that tests use as real clients. */
final class Programs {
    private static final int SECONDS = 30;

    private Programs() {}

    /** Skips the test where one of them is missing. */
    static void assume(String... names) {
        for (String name : names) {
            assumeTrue(find(name).isPresent(), () -> name + " is not installed");
        }
    }

    /** Runs a program to its end; what it printed. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = start(folder, command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
        return output;
    }

    /** Starts a program that runs on; whoever starts it stops it. */
    static Process start(Path folder, String... command) throws IOException {
        String[] resolved = command.clone();
        resolved[0] = find(command[0]).orElseThrow().toString();
        return new ProcessBuilder(resolved)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static Optional<Path> find(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes an authority, the certificate of a server on loopback and that of a client: {@code NAME.pem}, {@code NAME.key}. */
    static void certificates(Path folder, String client) throws IOException, InterruptedException {
        certificate(folder, "ca", List.of("-addext", "basicConstraints=critical,CA:TRUE"));
        List<String> signed = List.of("-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=CA:FALSE");
        certificate(
                folder,
                "server",
                Stream.concat(signed.stream(), Stream.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"))
                        .toList());
        certificate(folder, client, signed);
    }

    private static void certificate(Path folder, String name, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-days",
                                "30",
                                "-subj",
                                "/CN=" + name,
                                "-keyout",
                                name + ".key",
                                "-out",
                                name + ".pem"),
                        more.stream())
                .toList();
        run(folder, command.toArray(String[]::new));
    }
}
