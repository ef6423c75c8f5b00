package io.phiwatch.launcher.evidence;

import io.phiwatch.alerting.ledger.HeadTarget;
import io.phiwatch.alerting.ledger.head.FileTarget;
import io.phiwatch.alerting.ledger.head.TopicTarget;
import io.phiwatch.alerting.ledger.head.WebhookTarget;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.config.EvidenceConfig;
import io.phiwatch.launcher.config.EvidenceConfig.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The places that signed heads are carried to, as configured. */
public final class HeadTargets {
    private HeadTargets() {}

    /** Named by their kind and their number, so that each goes on where it was after a restart. */
    public static List<HeadTarget> of(EvidenceConfig config) {
        List<HeadTarget> targets = new ArrayList<>();
        for (Target target : config.targets()) {
            String name = target.kind() + "-" + (targets.size() + 1);
            targets.add(
                    switch (target.kind()) {
                        case file -> new FileTarget(name, Path.of(target.place()));
                        case webhook ->
                            new WebhookTarget(
                                    WebhookConfig.of(name, URI.create(target.place()), target.secret()),
                                    // Receivers judge how fresh a signature is by the real time.
                                    SystemClock.get());
                        case topic -> new TopicTarget(name, target.place(), target.kafka());
                    });
        }
        return targets;
    }
}
