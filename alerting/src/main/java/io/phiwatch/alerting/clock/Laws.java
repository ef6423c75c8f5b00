package io.phiwatch.alerting.clock;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.phiwatch.alerting.data.DataFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The laws that phiwatch knows: those in the jar, and those of a folder, which replace those of the same id. Immutable.
 */
public final class Laws {
    /** Where the files in the jar are. */
    static final String FOLDER = "/io/phiwatch/alerting/laws/";

    private static final List<String> BUNDLED =
            List.of("calendars.yml", "federal.yml", "states.yml", "europe.yml", "contracts.yml", "exposure.yml");
    private static final ObjectReader YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(LawFile.class);

    private final Map<String, Law> laws = new LinkedHashMap<>();
    private final Map<String, Exposure> exposures = new LinkedHashMap<>();
    private final Map<String, HolidayCalendar> calendars = new LinkedHashMap<>();

    private Laws(List<DataFile> files) {
        files.forEach(this::take);
        laws.values().forEach(this::checkOrder);
    }

    /** The laws in the jar. */
    public static Laws bundled() {
        return new Laws(DataFile.bundled(FOLDER, BUNDLED));
    }

    /**
     * The laws in the jar and those of the folder's {@code .yml} files.
     *
     * @throws LawException where a file has a fault
     */
    public static Laws with(Path folder) {
        return new Laws(Stream.concat(DataFile.bundled(FOLDER, BUNDLED).stream(), DataFile.in(folder, ".yml").stream())
                .toList());
    }

    /** All laws, in the order of their files. */
    public Collection<Law> all() {
        return List.copyOf(laws.values());
    }

    /** The law of that id. */
    public Optional<Law> find(String id) {
        return Optional.ofNullable(laws.get(id));
    }

    /** All sums of money. */
    public Collection<Exposure> exposures() {
        return List.copyOf(exposures.values());
    }

    Optional<HolidayCalendar> calendar(String id) {
        return Optional.ofNullable(calendars.get(id));
    }

    private void take(DataFile file) {
        LawFile content = read(file);
        each(content.calendars()).forEach(calendar -> calendars.put(calendar.id(), calendar));
        try {
            each(content.clocks())
                    .map(clock -> clock.law(calendars, file.version()))
                    .forEach(law -> laws.put(law.id(), law));
            each(content.exposures()).map(LawFile.Money::exposure).forEach(sum -> exposures.put(sum.id(), sum));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new LawException(file.name(), String.valueOf(e.getMessage()));
        }
    }

    private void checkOrder(Law law) {
        if (law.after() != null && !laws.containsKey(law.after())) {
            throw new LawException(law.id(), "after: there is no clock " + law.after());
        }
    }

    private static LawFile read(DataFile file) {
        try {
            return YAML.readValue(file.text());
        } catch (JsonMappingException e) {
            String path = e.getPath().stream()
                    .map(place -> place.getFieldName() == null ? "[" + place.getIndex() + "]" : place.getFieldName())
                    .collect(Collectors.joining("."));
            throw new LawException(file.name(), path + ": " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw new LawException(file.name(), e.getOriginalMessage());
        }
    }

    private static <T> Stream<T> each(@Nullable List<T> items) {
        return items == null ? Stream.empty() : items.stream();
    }
}
