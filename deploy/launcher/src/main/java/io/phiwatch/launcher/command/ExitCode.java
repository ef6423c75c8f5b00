package io.phiwatch.launcher.command;

/** Exit codes of every command. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The check failed, or something was found. */
    public static final int FOUND = 1;
    /** Wrong usage or configuration. */
    public static final int USAGE = 2;
    /** The broker, the registry, a key or a running process is not there. */
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
