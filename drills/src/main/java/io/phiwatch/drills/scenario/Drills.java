package io.phiwatch.drills.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All drills: one for each rule, named as it, and stories of several stages. */
public final class Drills {
    private static final List<String> FILES =
            List.of("logins", "access", "exposure", "payments", "changes", "telehealth", "watch", "stories");

    private static final List<Drill> ALL = load();

    private Drills() {}

    /** In a fixed order. */
    public static List<Drill> all() {
        return ALL;
    }

    /** The drill of that name. */
    public static Optional<Drill> find(String name) {
        return ALL.stream().filter(drill -> drill.name().equals(name)).findFirst();
    }

    /** Names of all drills; a rule whose name is among them has a drill. */
    public static Set<String> names() {
        return ALL.stream().map(Drill::name).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Drill> load() {
        List<Drill> drills = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream yaml = Template.open(file + ".yml")) {
                drills.addAll(DrillReader.read(yaml));
            } catch (IOException e) {
                throw new UncheckedIOException("drills cannot be read: " + file, e);
            }
        }
        return List.copyOf(drills);
    }
}
