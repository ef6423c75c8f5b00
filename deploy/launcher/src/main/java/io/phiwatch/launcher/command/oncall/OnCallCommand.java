package io.phiwatch.launcher.command.oncall;

import picocli.CommandLine.Command;

/** Who is on call. */
@Command(
        name = "oncall",
        description = "Shows and changes who is on call.",
        subcommands = {OnCallShowCommand.class, OnCallOverrideCommand.class})
public final class OnCallCommand {}
