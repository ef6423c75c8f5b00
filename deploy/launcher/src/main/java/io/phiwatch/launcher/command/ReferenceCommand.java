package io.phiwatch.launcher.command;

import picocli.CommandLine.Command;

/** Reference tables: staff, relationships, approvals, vendors, destinations, patients. */
@Command(
        name = "reference",
        description = "Loads reference tables.",
        subcommands = {ReferenceLoadCommand.class})
public final class ReferenceCommand {}
