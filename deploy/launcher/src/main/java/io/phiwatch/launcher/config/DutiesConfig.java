package io.phiwatch.launcher.config;

import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.clock.ClockPolicy;
import io.phiwatch.alerting.clock.LawException;
import io.phiwatch.alerting.clock.Laws;
import io.phiwatch.alerting.playbook.PlaybookException;
import io.phiwatch.alerting.playbook.Playbooks;
import io.phiwatch.schema.Level;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What incidents oblige people to do: the sections {@code clocks} and {@code playbooks}.
 *
 * @param laws folder of files of laws beside those in the jar
 * @param policy which clocks are kept
 * @param playbooks folder of playbooks beside those in the jar
 */
public record DutiesConfig(Optional<Path> laws, ClockPolicy policy, Optional<Path> playbooks) {

    static DutiesConfig read(Section root) {
        Section clocks = root.section("clocks");
        Section playbooks = root.section("playbooks");
        ClockPolicy defaults = ClockPolicy.defaults();
        Set<String> home = Set.copyOf(clocks.texts("home"));
        DutiesConfig config = new DutiesConfig(
                clocks.optional("directory").map(Path::of),
                new ClockPolicy(
                        Set.copyOf(clocks.texts("also")),
                        Set.copyOf(clocks.texts("never")),
                        home.isEmpty() ? defaults.home() : home,
                        zone(clocks, defaults.zone()),
                        clocks.choice("from", defaults.from(), Level.class)),
                playbooks.optional("directory").map(Path::of));
        clocks.rejectUnknown();
        playbooks.rejectUnknown();
        return config;
    }

    /**
     * Reads the files.
     *
     * @throws ConfigException where one of them has a fault, or a clock is named that is not there
     */
    public Duties duties() {
        try {
            Laws all = laws.map(Laws::with).orElseGet(Laws::bundled);
            for (Set<String> named : List.of(policy.also(), policy.never())) {
                for (String id : named) {
                    if (all.find(id).isEmpty()) {
                        throw fault("clocks", "there is no clock " + id);
                    }
                }
            }
            return Duties.of(all, policy, playbooks.map(Playbooks::with).orElseGet(Playbooks::bundled));
        } catch (LawException e) {
            throw fault("clocks.directory", String.valueOf(e.getMessage()));
        } catch (PlaybookException e) {
            throw fault("playbooks.directory", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw fault("clocks, playbooks", String.valueOf(e.getMessage()));
        }
    }

    private static ConfigException fault(String path, String what) {
        return new ConfigException(List.of(path + ": " + what));
    }

    private static ZoneId zone(Section clocks, ZoneId otherwise) {
        try {
            return clocks.optional("zone").map(ZoneId::of).orElse(otherwise);
        } catch (DateTimeException e) {
            clocks.fault("zone", "must be a time zone such as America/New_York");
            return otherwise;
        }
    }
}
