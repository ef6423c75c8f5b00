package io.phiwatch.ingest.adapter.wordpress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of an activity log, whichever plugin wrote it.
 *
 * @param log name of the plugin, such as {@code simple-history}
 * @param id its id in that log; empty where it has none
 * @param code the plugin's own name or number for what happened
 * @param object thing it is about, in our words, such as {@code plugin}
 * @param verb what happened to it, in the words of the plugins, such as {@code activated}
 * @param details what else it says, by the plugin's names
 */
record WpEntry(
        String log,
        String id,
        Optional<Instant> time,
        String code,
        String object,
        String verb,
        Person actor,
        Person target,
        JsonNode details) {

    /**
     * Somebody with an account.
     *
     * @param roles before a change, if it is one
     * @param client address of the client; empty where nobody says it
     */
    record Person(String id, String name, List<String> roles, String client, String agent) {
        static final Person NOBODY = new Person("", "", List.of(), "", "");

        Person {
            roles = List.copyOf(roles);
        }

        /** Login name, or the number of the account. */
        String label() {
            return name.isEmpty() ? id : name;
        }

        boolean isKnown() {
            return !label().isEmpty();
        }

        /** Whether both are the same account; not where that can't be told. */
        boolean is(Person other) {
            boolean sameId = !id.isEmpty() && id.equals(other.id);
            return sameId || (!name.isEmpty() && name.equals(other.name));
        }
    }

    WpEntry {
        details = details.isObject() ? details : MissingNode.getInstance();
    }
}
