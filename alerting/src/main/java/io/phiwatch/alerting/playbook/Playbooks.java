package io.phiwatch.alerting.playbook;

import io.phiwatch.alerting.data.DataFile;
import io.phiwatch.schema.Alert;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The playbooks in the jar, and those of a folder, which replace those of the same id. Immutable. */
public final class Playbooks {
    private static final String FOLDER = "/io/phiwatch/alerting/playbooks/";
    private static final List<String> BUNDLED = List.of(
            "phi-breach.md",
            "account-takeover.md",
            "insider.md",
            "payment-disruption.md",
            "availability.md",
            "unapproved-change.md",
            "third-party.md",
            "telehealth.md");

    private final Map<String, Playbook> playbooks = new LinkedHashMap<>();

    private Playbooks(List<DataFile> bundled, List<DataFile> own) {
        bundled.forEach(this::take);
        own.forEach(this::take);
    }

    /** The playbooks in the jar. */
    public static Playbooks bundled() {
        return new Playbooks(DataFile.bundled(FOLDER, BUNDLED), List.of());
    }

    /**
     * The playbooks in the jar and those of the folder's {@code .md} files.
     *
     * @throws PlaybookException where a file has a fault
     */
    public static Playbooks with(Path folder) {
        return new Playbooks(DataFile.bundled(FOLDER, BUNDLED), DataFile.in(folder, ".md"));
    }

    /** All of them. */
    public Collection<Playbook> all() {
        return List.copyOf(playbooks.values());
    }

    /** The playbook of that id; empty for none. */
    public Optional<Playbook> find(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(playbooks.get(id));
    }

    /** Whether an alert may be about a breach of PHI; by its patients where its playbook is not known. */
    public boolean mayBeBreach(Alert alert) {
        return switch (find(alert.getPlaybook())
                .map(Playbook::possibleBreach)
                .orElse(Playbook.PossibleBreach.with_patients)) {
            case always -> true;
            case with_patients -> alert.getPatientsCount() > 0;
            case never -> false;
        };
    }

    private void take(DataFile file) {
        Playbook playbook = PlaybookFile.read(file);
        playbooks.put(playbook.id(), playbook);
    }
}
