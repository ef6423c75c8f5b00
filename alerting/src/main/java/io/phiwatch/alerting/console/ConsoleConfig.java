package io.phiwatch.alerting.console;

import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.console.access.TokenHolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the console is reached.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param dataDir folder that holds the admin token
 * @param publicUrl address under which browsers reach it through a proxy; null where they reach it directly
 * @param users who has an API token beside the administrator
 * @param exceptionsNeedApproval whether an exception holds only once another person has approved it
 * @param duties what incidents oblige people to do, as the task that owns them has it
 */
public record ConsoleConfig(
        String host,
        int port,
        Path dataDir,
        @Nullable URI publicUrl,
        List<TokenHolder> users,
        boolean exceptionsNeedApproval,
        Duties duties) {
    /** Reachable from the same machine only. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    public static final int DEFAULT_PORT = 8090;

    private static final int MAX_PORT = 65_535;

    public ConsoleConfig {
        users = List.copyOf(users);
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("console.http.port: must be from 0 to " + MAX_PORT);
        }
    }

    /** The defaults, with the folder that has none. */
    public static ConsoleConfig in(Path dataDir) {
        return new ConsoleConfig(DEFAULT_HOST, DEFAULT_PORT, dataDir, null, List.of(), false, Duties.bundled());
    }

    /** The same with other users. */
    public ConsoleConfig withUsers(List<TokenHolder> others) {
        return new ConsoleConfig(host, port, dataDir, publicUrl, others, exceptionsNeedApproval, duties);
    }

    /** The same on another port. */
    public ConsoleConfig withPort(int otherPort) {
        return new ConsoleConfig(host, otherPort, dataDir, publicUrl, users, exceptionsNeedApproval, duties);
    }
}
