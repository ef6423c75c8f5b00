package io.phiwatch.drills.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.drills.population.Staff.Role;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private final Population population = new Population(5);

    @Test
    void staffHaveLoginsOfTheirOwnAndAllRolesAreFilled() {
        assertThat(population.staff()).hasSize(24).extracting(Staff::login).doesNotHaveDuplicates();
        assertThat(population.staff(Role.CLINICIAN)).hasSize(12);
        assertThat(population.staff(Role.ADMIN)).hasSize(6);
        assertThat(population.staff(Role.SUPPORT)).hasSize(6);
    }

    @Test
    void patientsAreManyAndTellableApart() {
        assertThat(population.patients()).hasSize(400);
        assertThat(population.patients()).extracting(Patient::id).doesNotHaveDuplicates();
        assertThat(population.patients()).extracting(Patient::mrn).doesNotHaveDuplicates();
        assertThat(population.patients()).extracting(Patient::email).doesNotHaveDuplicates();
        assertThat(population.charts()).hasSize(800).doesNotHaveDuplicates();
    }

    @Test
    void personalDataIsOfReservedKinds() {
        assertThat(population.patients()).allSatisfy(patient -> {
            assertThat(patient.email()).endsWith("@example.com");
            assertThat(patient.phone()).matches("\\d{3}-555-01\\d\\d");
            assertThat(patient.ssn()).matches("(77[3-9]|7[89]\\d|8\\d\\d)-(?!00)\\d\\d-(?!0000)\\d{4}");
            assertThat(patient).hasToString("Patient[redacted]");
        });
    }
}
