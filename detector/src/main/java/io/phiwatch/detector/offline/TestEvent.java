package io.phiwatch.detector.offline;

import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * An event that a rule test describes in plain fields, as an access event.
 *
 * @param access what the topology carries
 * @param plain what rules may read besides: all fields of an event of another log source; of an access event what the
 *     detector would have added, such as {@code behavior.login.count}
 * @param heartbeat the second of a source that it stands for; null where it is an event
 */
record TestEvent(
        AccessEvent access,
        Map<String, Object> plain,
        @Nullable Heartbeat heartbeat) {
    private static final String ATTRIBUTES = "attributes.";
    private static final Set<String> TIMES = Set.of("event.time", "event.received");
    /** Tenant and source of what doesn't name one. */
    static final String UNSAID = "test";

    private static final FieldCatalogue CATALOGUE = FieldCatalogue.accessEvents();
    private static final Map<String, Schema.Field> FIELDS = FieldCatalogue.ofSchema();

    /** A field that access events can't have as written; the message names the field and the reason. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String field, String reason) {
            super(field + ": " + reason);
        }
    }

    /** An event of another log source: access events can't hold its fields, so the rules read them beside it. */
    static TestEvent ofOtherSource(String id, Instant time, Duration maxDelay, Map<String, Object> fields) {
        return new TestEvent(unsaid(id, time, maxDelay), fields, null);
    }

    /**
     * An access event of its fields by the names that rules use; what is not said is neutral.
     *
     * @throws Fault where a field is unknown, or its value is of the wrong type
     */
    static TestEvent ofAccess(String id, Instant time, Duration maxDelay, Map<String, Object> fields) throws Fault {
        AccessEvent access = unsaid(id, time, maxDelay);
        Map<String, Object> added = new HashMap<>();
        for (Map.Entry<String, Object> entry : flat(fields).entrySet()) {
            String name = entry.getKey();
            Schema.Field field = FIELDS.get(name);
            if (TIMES.contains(name)) {
                throw new Fault(name, "is what `at` says");
            }
            String complaint = CATALOGUE.complaint(name).orElse(null);
            if (complaint != null) {
                throw new Fault(name, complaint);
            }
            if (field != null) {
                access.put(field.pos(), value(name, field.schema(), entry.getValue()));
            } else if (name.startsWith(ATTRIBUTES)) {
                access.getAttributes().put(name.substring(ATTRIBUTES.length()), text(name, entry.getValue()));
            } else {
                added.put(name, entry.getValue());
            }
        }
        return new TestEvent(access, added, null);
    }

    private static AccessEvent unsaid(String id, Instant time, Duration maxDelay) {
        AccessEvent event = new AccessEvent();
        event.setEventId(id);
        event.setEventTime(time);
        event.setEventReceived(time);
        event.setTenant(UNSAID);
        event.setEnvironment(Environment.production);
        event.setSurface(Surface.admin);
        event.setSourceId(UNSAID);
        event.setSourcePlatform(UNSAID);
        event.setAction(Action.other);
        event.setOutcome(Outcome.success);
        event.setActorKind(ActorKind.anonymous);
        for (Schema.Field field : AccessEvent.getClassSchema().getFields()) {
            if (field.hasDefaultValue()) {
                Object value = SpecificData.get().getDefaultValue(field);
                event.put(field.pos(), value instanceof Map ? new HashMap<>() : value);
            }
        }
        event.setSourceMaxDelayMs(maxDelay.toMillis());
        return event;
    }

    /** Nested maps by dotted names. */
    static Map<String, Object> flat(Map<String, Object> fields) {
        Map<String, Object> flat = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                Map<String, Object> named = new LinkedHashMap<>();
                nested.forEach((key, inner) -> named.put(name + '.' + key, inner));
                flat.putAll(flat(named));
            } else {
                flat.put(name, value);
            }
        });
        return flat;
    }

    private static Object value(String name, Schema schema, Object written) throws Fault {
        return switch (schema.getType()) {
            case UNION -> value(name, other(schema), written);
            case ENUM -> symbol(name, schema, text(name, written));
            case ARRAY -> texts(name, written);
            case LONG -> number(name, written).longValue();
            case INT -> number(name, written).intValue();
            case BOOLEAN -> truth(name, written);
            default -> text(name, written);
        };
    }

    private static Schema other(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static Object symbol(String name, Schema schema, String text) throws Fault {
        if (!schema.hasEnumSymbol(text)) {
            throw new Fault(name, "'" + text + "' is none of " + schema.getEnumSymbols());
        }
        return SpecificData.get().createEnum(text, schema);
    }

    private static List<String> texts(String name, Object written) throws Fault {
        List<String> texts = new ArrayList<>();
        for (Object item : written instanceof Collection<?> items ? items : List.of(written)) {
            texts.add(text(name, item));
        }
        return texts;
    }

    private static String text(String name, Object written) throws Fault {
        return switch (written) {
            case Collection<?> many -> throw new Fault(name, "is one value, not a list");
            case BigDecimal number -> number.toPlainString();
            default -> written.toString();
        };
    }

    /** A whole number. */
    static BigDecimal number(String name, Object written) throws Fault {
        try {
            return new BigDecimal(new BigDecimal(text(name, written)).toBigIntegerExact());
        } catch (NumberFormatException e) {
            throw new Fault(name, "must be a number");
        } catch (ArithmeticException e) {
            throw new Fault(name, "must be a whole number");
        }
    }

    private static Boolean truth(String name, Object written) throws Fault {
        String text = text(name, written);
        if (!text.equals("true") && !text.equals("false")) {
            throw new Fault(name, "must be true or false");
        }
        return Boolean.valueOf(text);
    }
}
