package io.phiwatch.launcher;

import io.phiwatch.launcher.command.DemoCommand;
import io.phiwatch.launcher.command.DoctorCommand;
import io.phiwatch.launcher.command.EmitCommand;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.ExceptionsCommand;
import io.phiwatch.launcher.command.ExitCode;
import io.phiwatch.launcher.command.ExplainCommand;
import io.phiwatch.launcher.command.IncidentsCommand;
import io.phiwatch.launcher.command.KeysCommand;
import io.phiwatch.launcher.command.ReferenceCommand;
import io.phiwatch.launcher.command.ReplayCommand;
import io.phiwatch.launcher.command.RulesCommand;
import io.phiwatch.launcher.command.RunCommand;
import io.phiwatch.launcher.command.ScanCommand;
import io.phiwatch.launcher.command.SnapshotCommand;
import io.phiwatch.launcher.command.TailCommand;
import io.phiwatch.launcher.command.sources.SourcesCommand;
import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.kafka.BrokerException;
import io.phiwatch.schema.serde.SchemaException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** Entry point: hands the command line to its command, and turns what goes wrong into one line and an exit code. */
@Command(
        name = "phiwatch",
        description =
                "Catches leaks of protected health information in commerce and telehealth logs while they happen.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            EmitCommand.class,
            SnapshotCommand.class,
            ReferenceCommand.class,
            ScanCommand.class,
            RulesCommand.class,
            SourcesCommand.class,
            ExplainCommand.class,
            IncidentsCommand.class,
            ExceptionsCommand.class,
            TailCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, as tests and documentation read it. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(Main::exitCode)
                .setExecutionExceptionHandler(Main::report);
    }

    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigException config) {
            config.faults().forEach(fault -> err.println("config: " + fault));
        } else if (exitCode(failure) == ExitCode.FOUND) {
            // A bug. Its message may quote a record, so only its class is told, and where to find more.
            err.println("phiwatch failed: " + failure.getClass().getName() + " (PHIWATCH_LOG=DEBUG tells where)");
            LoggerFactory.getLogger(Main.class)
                    .atDebug()
                    .addKeyValue("stack", stackOf(failure))
                    .log("command failed");
        } else {
            err.println("phiwatch: " + failure.getMessage());
        }
        return exitCode(failure);
    }

    private static int exitCode(Throwable failure) {
        return switch (failure) {
            case CommandLine.ParameterException e -> ExitCode.USAGE;
            case ConfigException e -> ExitCode.USAGE;
            case IllegalArgumentException e -> ExitCode.USAGE;
            case EnvironmentException e -> ExitCode.ENVIRONMENT;
            case UncheckedIOException e -> ExitCode.ENVIRONMENT;
            case BrokerException e -> ExitCode.ENVIRONMENT;
            case SchemaException e -> ExitCode.ENVIRONMENT;
            case KafkaException e -> ExitCode.ENVIRONMENT;
            default -> ExitCode.FOUND;
        };
    }

    private static String stackOf(Throwable failure) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : failure.getStackTrace()) {
            stack.append("\n    at ").append(frame);
        }
        return stack.toString();
    }

    /** Version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"phiwatch " + (version == null ? "development" : version)};
        }
    }
}
