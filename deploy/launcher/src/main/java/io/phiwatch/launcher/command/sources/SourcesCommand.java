package io.phiwatch.launcher.command.sources;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The sources. */
@Command(
        name = "sources",
        description = "The configured sources: what they are, whether they work, new secrets.",
        subcommands = {SourcesListCommand.class, SourcesTestCommand.class, SourcesRotateCommand.class, HelpCommand.class
        })
public final class SourcesCommand {}
