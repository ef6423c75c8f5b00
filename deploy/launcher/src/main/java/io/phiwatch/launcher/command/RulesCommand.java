package io.phiwatch.launcher.command;

import io.phiwatch.launcher.command.rules.RulesCheckCommand;
import io.phiwatch.launcher.command.rules.RulesCoverageCommand;
import io.phiwatch.launcher.command.rules.RulesListCommand;
import io.phiwatch.launcher.command.rules.RulesMatchCommand;
import io.phiwatch.launcher.command.rules.RulesShowCommand;
import picocli.CommandLine.Command;

/** The rules, as files and as they run. */
@Command(
        name = "rules",
        description = "Lists, shows, checks and tries rules.",
        subcommands = {
            RulesListCommand.class,
            RulesShowCommand.class,
            RulesCheckCommand.class,
            RulesCoverageCommand.class,
            RulesMatchCommand.class,
            RulesTestCommand.class,
            RulesBacktestCommand.class,
            RulesPushCommand.class,
            RulesOverrideCommand.class
        })
public final class RulesCommand {}
