package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a reference table as an adapter read it: identifiers are still in the clear, wrapped in {@link Phi}, and
 * become in the normaliser what they become in events. Not thread-safe.
 */
public final class ReferenceDraft {
    public final ReferenceTable table;
    /** Identity of the row; several cells (a relationship's member of staff and patient) make one id. */
    public final List<Cell> id;
    /** Which part of the row a source knows that does not know all of it; empty for the whole. */
    public final String part;

    public final Map<String, Cell> columns = new LinkedHashMap<>();
    public @Nullable Instant validFrom;
    public @Nullable Instant validTo;

    public ReferenceDraft(ReferenceTable table, String part, Cell... id) {
        this.table = table;
        this.part = part;
        this.id = List.of(id);
    }

    /** Adds a column unless it is empty. */
    public ReferenceDraft with(String column, Cell cell) {
        if (!cell.isEmpty()) {
            columns.put(column, cell);
        }
        return this;
    }

    /** A value of a row. */
    public sealed interface Cell {
        /** A fact that is no identity and no PHI: a status, a version, a time. */
        record Clear(String text) implements Cell {}

        /** Members of staff: clear or tokens, by configuration. */
        record Staff(List<Phi<String>> names) implements Cell {
            public Staff {
                names = List.copyOf(names);
            }
        }

        /** Patients or customers: always tokens. */
        record Patients(List<Phi<String>> ids) implements Cell {
            public Patients {
                ids = List.copyOf(ids);
            }
        }

        /** A fact. */
        static Cell clear(String text) {
            return new Clear(text);
        }

        /** One member of staff; nothing where the name is empty. */
        static Cell staff(String name) {
            return new Staff(name.isEmpty() ? List.of() : List.of(Phi.of(name)));
        }

        /** One patient; nothing where the id is empty. */
        static Cell patient(String id) {
            return new Patients(id.isEmpty() ? List.of() : List.of(Phi.of(id)));
        }

        /** Whether nothing stands in it. */
        default boolean isEmpty() {
            return switch (this) {
                case Clear clear -> clear.text.isEmpty();
                case Staff staff -> staff.names.isEmpty();
                case Patients patients -> patients.ids.isEmpty();
            };
        }
    }
}
