package io.phiwatch.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the structure of the code promises. */
final class StructureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.phiwatch");

    @Test
    void modulesMeetAtTopicsOnly() {
        slices().matching("io.phiwatch.(ingest|detector|alerting|drills)..")
                .should()
                .notDependOnEachOther()
                .check(CODE);
    }

    @Test
    void decisionsKnowNothingOfKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.phiwatch.detector.sigma..",
                        "io.phiwatch.detector.correlate..",
                        "io.phiwatch.ingest.phi..",
                        "io.phiwatch.ingest.adapter..",
                        "io.phiwatch.alerting.incident..",
                        "io.phiwatch.alerting.evidence..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka.."))
                .check(CODE);
    }

    @Test
    void classesAreFinalOrSealed() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .resideOutsideOfPackages("io.phiwatch.schema", "gg.jte..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CODE);
    }
}
