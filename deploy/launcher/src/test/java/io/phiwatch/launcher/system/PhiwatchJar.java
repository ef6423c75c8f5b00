package io.phiwatch.launcher.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jar that users run, in a process of its own. As when users start it, classes come from an archive once there is one;
 * it is made by the first process that needs nearly all of them.
 */
final class PhiwatchJar {
    private static final Path CLASSES = Path.of("target", "phiwatch-tests.jsa");
    private static final List<String> NEEDS_MOST = List.of("run", "all");

    private PhiwatchJar() {}

    /** Starts {@code phiwatch} with those arguments; what it prints goes to the end of the log. */
    static Process start(Path log, List<String> arguments) throws IOException {
        return start(log, "-Xmx640m", arguments);
    }

    /** Starts it with another option of the virtual machine, such as a smaller heap. */
    static Process start(Path log, String option, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                // such short lives do not pay for the second compiler: it doubled the time to start
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:SharedArchiveFile=" + CLASSES.toAbsolutePath(),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off"));
        if (arguments.subList(0, Math.min(2, arguments.size())).equals(NEEDS_MOST)) {
            command.add("-XX:+AutoCreateSharedArchive");
        }
        command.addAll(List.of("-jar", System.getProperty("phiwatch.jar")));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
