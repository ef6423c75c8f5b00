package io.phiwatch.launcher.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which incident a command is about, where it runs, and as whom it asks. */
public final class IncidentOptions {
    @Mixin
    private AskerOptions asker = new AskerOptions();

    @Parameters(paramLabel = "INCIDENT")
    private String id = "";

    public String id() {
        return id;
    }

    SetupOptions setup() {
        return asker.setup();
    }

    /** The API of what runs on the data folder. */
    public ApiClient client() {
        return asker.client();
    }

    /** Path of the API below the incident, such as {@code /commands}. */
    public String path(String below) {
        return "/api/v1/incidents/" + ApiClient.encode(id) + below;
    }
}
