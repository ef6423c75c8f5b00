package io.phiwatch.launcher.config;

import java.io.Serial;
import java.util.List;

/** The configuration is not usable. Lists every fault with its path; never a secret. */
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
