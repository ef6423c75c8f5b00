package io.phiwatch.launcher.command.drill;

import picocli.CommandLine.Command;

/** Drills: attacks and accidents that are played, and what has to come of them. */
@Command(
        name = "drill",
        description = "Plays attacks against a running system, and scores what came of them.",
        subcommands = {DrillListCommand.class, DrillRunCommand.class, DrillExportCommand.class})
public final class DrillCommand {}
