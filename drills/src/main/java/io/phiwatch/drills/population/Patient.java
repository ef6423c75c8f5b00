package io.phiwatch.drills.population;

/**
 * An invented patient who is also a customer of the shop. Phone numbers end in 555-01xx, mail goes to example.com, and
 * social security numbers come from areas that were never assigned before their randomisation in 2011.
 *
 * @param id of the FHIR Patient
 * @param userId id of the account at the identity provider
 * @param customerId id of the shop's customer
 * @param address habitual client address
 */
public record Patient(
        String id,
        String userId,
        long customerId,
        String mrn,
        String firstName,
        String lastName,
        String email,
        String phone,
        String ssn,
        String address,
        String userAgent) {
    public String name() {
        return firstName + " " + lastName;
    }

    /** Names nobody: a patient's data has no place in a log line, not even an invented one's. */
    @Override
    public String toString() {
        return "Patient[redacted]";
    }
}
