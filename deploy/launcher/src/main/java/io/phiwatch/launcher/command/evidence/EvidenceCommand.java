package io.phiwatch.launcher.command.evidence;

import picocli.CommandLine.Command;

/** Takes evidence out, and checks what was taken out. */
@Command(
        name = "evidence",
        description = "Exports evidence with its proofs, hands it over, and verifies it offline.",
        subcommands = {EvidenceExportCommand.class, EvidenceHandOverCommand.class, EvidenceVerifyCommand.class})
public final class EvidenceCommand {}
