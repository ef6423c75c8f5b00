package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.IncidentLifecycle;
import io.phiwatch.alerting.incident.Merges;
import io.phiwatch.alerting.incident.Merges.Answer;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes another incident in, or hears what is new in one that it took in. */
final class AbsorbStep implements CommandStep {
    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of(Merges.FROM, Merges.LEVEL);
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of(Merges.NEWS, Merges.PATIENTS, Merges.SURFACES);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        return IncidentLifecycle.isActive(incident.getStatus())
                ? Merges.refusalOfOther(incident, from(command))
                : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void refused(IncidentEdit edit, IncidentCommand command) {
        Merges.answer(edit, from(command), Answer.refused);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Incident.Builder incident = edit.incident();
        Level before = incident.getLevel();
        takeIn(incident, command);
        boolean isNews = CommandPolicy.plain(command, Merges.NEWS).isPresent();
        if (incident.getLevel().compareTo(before) > 0) {
            edit.page(NotificationReason.level_raised);
        } else if (isNews && incident.getStatus() != IncidentStatus.open) {
            // while nobody has acknowledged, the page that opened the incident still stands
            edit.page(NotificationReason.new_rule);
        }
        if (!isNews) {
            Merges.answer(edit, from(command), Answer.accepted);
        }
    }

    private static void takeIn(Incident.Builder incident, IncidentCommand command) {
        String from = from(command);
        if (!incident.getMergedFrom().contains(from)) {
            List<String> all = new ArrayList<>(incident.getMergedFrom());
            all.add(from);
            incident.setMergedFrom(all);
        }
        Level level = Merges.level(CommandPolicy.plain(command, Merges.LEVEL));
        if (level.compareTo(incident.getLevel()) > 0) {
            incident.setLevel(level);
        }
        long patients = CommandPolicy.plain(command, Merges.PATIENTS)
                .map(Long::parseLong)
                .orElse(0L);
        incident.setPatientsCount(Math.max(incident.getPatientsCount(), patients));
        incident.setSurfaces(united(incident.getSurfaces(), command));
    }

    private static List<Surface> united(List<Surface> known, IncidentCommand command) {
        List<String> more = CommandPolicy.plain(command, Merges.SURFACES)
                .map(names -> List.of(names.split("\\+", -1)))
                .orElse(List.of());
        Set<Surface> all = EnumSet.noneOf(Surface.class);
        all.addAll(known);
        Arrays.stream(Surface.values())
                .filter(surface -> more.contains(surface.name()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    @Override
    public String summary(IncidentCommand command) {
        return CommandPolicy.plain(command, Merges.NEWS)
                .map(news -> "News of " + from(command) + ": " + news)
                .orElse("Took in " + from(command));
    }

    private static String from(IncidentCommand command) {
        return CommandPolicy.plain(command, Merges.FROM).orElse("");
    }
}
