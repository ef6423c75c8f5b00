package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.escalation.PageRoute.Step;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Substitution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One receiver of one page.
 *
 * @param sink name of the sink that sends it
 * @param person whom it is for; empty where it is for all behind the sink
 */
record Receiver(String sink, Optional<String> person) {
    /** Whom a step pages at that moment, each once; nobody where nobody is on call. */
    static List<Receiver> of(Step step, Roster roster, Instant at, List<Substitution> substitutions) {
        return step.targets().stream()
                .flatMap(target -> switch (target) {
                    case Target.ToSink all -> Stream.of(new Receiver(all.sink(), Optional.empty()));
                    case Target.ToUser one -> people(roster.responder(one.user()).stream(), one.via());
                    case Target.ToRole role ->
                        people(
                                roster.responders().stream()
                                        .filter(responder -> responder.role().equals(role.role())),
                                role.via());
                    case Target.ToSchedule duty ->
                        people(
                                roster
                                        .schedule(duty.schedule())
                                        .flatMap(schedule -> schedule.onCall(at, substitutions))
                                        .flatMap(roster::responder)
                                        .stream(),
                                duty.via());
                })
                .distinct()
                .toList();
    }

    private static Stream<Receiver> people(Stream<Responder> responders, List<String> via) {
        return responders.flatMap(responder -> responder.contacts().keySet().stream()
                .filter(sink -> via.isEmpty() || via.contains(sink))
                .sorted()
                .map(sink -> new Receiver(sink, Optional.of(responder.name()))));
    }
}
