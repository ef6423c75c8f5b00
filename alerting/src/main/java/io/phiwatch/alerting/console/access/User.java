package io.phiwatch.alerting.console.access;

/**
 * Who is signed in.
 *
 * @param name user name, as it stands in evidence
 * @param role role in which they act
 */
public record User(String name, String role) {
    /** The holder of the admin token, or of a one-time link that it stands for. */
    static final User ADMIN = new User("admin", "admin");
}
