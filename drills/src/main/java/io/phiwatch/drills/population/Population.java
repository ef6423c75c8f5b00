package io.phiwatch.drills.population;

import io.phiwatch.drills.population.Staff.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everybody in the simulation, the same people for the same seed. Immutable. */
public final class Population {
    private static final long PURPOSE = 1;
    private static final int PATIENTS = 400;
    private static final int STAFF = 24;
    private static final int ARCHIVED_CHARTS = 400;

    private static final List<String> FIRST_NAMES = List.of(
            "Ava", "Ben", "Carla", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko", "Liam", "Mina",
            "Noah", "Olga", "Priya", "Quinn", "Rosa", "Samuel", "Tara", "Umar", "Vera", "Wes", "Yara");
    private static final List<String> STAFF_NAMES = List.of(
            "Adler",
            "Brandt",
            "Castillo",
            "Dubois",
            "Eriksen",
            "Farouk",
            "Gupta",
            "Hoffman",
            "Iwata",
            "Jensen",
            "Kowalski",
            "Lindqvist",
            "Moreau",
            "Nakamura",
            "Okafor",
            "Petrov",
            "Quigley",
            "Ramirez",
            "Sorensen",
            "Takeda",
            "Ueda",
            "Valdez",
            "Whitaker",
            "Zhang");
    private static final List<String> PATIENT_NAMES = List.of(
            "Abbott",
            "Barnes",
            "Carver",
            "Dalton",
            "Ellison",
            "Foster",
            "Garner",
            "Hobbs",
            "Ingram",
            "Jarvis",
            "Keller",
            "Lambert",
            "Mercer",
            "Norwood",
            "Osborne",
            "Parrish",
            "Ramsey",
            "Sutton",
            "Thornton",
            "Vance");
    private static final List<String> AREA_CODES = List.of("212", "305", "312", "415", "512", "617", "713", "206");
    private static final List<String> USER_AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
                    + " Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
                    + " Safari/605.1.15",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/18.5 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile"
                    + " Safari/537.36");

    /** Few shift starts, so that many log in within minutes of each other, as people do. */
    private static final List<Duration> SHIFTS =
            List.of(Duration.ofMinutes(35), Duration.ofMinutes(95), Duration.ofMinutes(155));

    private final List<Staff> staff;
    private final List<Patient> patients;
    private final List<String> charts;

    /** A small company. */
    public Population(long seed) {
        this(seed, STAFF, PATIENTS);
    }

    /**
     * A company of that size.
     *
     * @param staffCount at least 8, so that each role has two
     * @param patientCount at least 1
     */
    public Population(long seed, int staffCount, int patientCount) {
        Draw draw = new Draw(seed, PURPOSE);
        List<Staff> people = new ArrayList<>();
        for (int i = 0; i < staffCount; i++) {
            people.add(staff(i, draw));
        }
        List<Patient> sick = new ArrayList<>();
        for (int i = 0; i < patientCount; i++) {
            sick.add(patient(i, draw));
        }
        List<String> all = new ArrayList<>(sick.stream().map(Patient::id).toList());
        for (int i = 0; i < ARCHIVED_CHARTS; i++) {
            all.add(chart(patientCount + i));
        }
        staff = List.copyOf(people);
        patients = List.copyOf(sick);
        charts = List.copyOf(all);
    }

    public List<Staff> staff() {
        return staff;
    }

    /** Staff of that role, in a fixed order. */
    public List<Staff> staff(Role role) {
        return staff.stream().filter(person -> person.role() == role).toList();
    }

    /** Patients who use the portal and the shop. */
    public List<Patient> patients() {
        return patients;
    }

    /** Ids of all FHIR Patients, those of former patients included. */
    public List<String> charts() {
        return charts;
    }

    /** A browser that visitors use. */
    public static String userAgent(Draw draw) {
        return draw.pick(USER_AGENTS);
    }

    /** A browser that none of the staff has, and few of them twice. */
    public static String strangersAgent(Draw draw) {
        return "Mozilla/5.0 (Linux; Android " + draw.between(6, 13) + "; K) AppleWebKit/537.36 (KHTML, like Gecko) "
                + draw.pick(List.of(
                        "SamsungBrowser/23.0 Chrome/115.0.0.0", "Chrome/115.0.0.0", "OPR/76.2 Chrome/115.0.0.0"))
                + " Mobile Safari/537.36";
    }

    private static Staff staff(int i, Draw draw) {
        String first = draw.pick(FIRST_NAMES);
        String last = STAFF_NAMES.get(i % STAFF_NAMES.size());
        // the second of a name gets a number, as login names do
        String number = i < STAFF_NAMES.size() ? "" : Integer.toString(1 + i / STAFF_NAMES.size());
        String login = (first.charAt(0) + last + number).toLowerCase(Locale.ROOT);
        // every fourth is an administrator, every fourth in support, the others see patients
        Role role = switch (i % 4) {
            case 0 -> Role.ADMIN;
            case 1 -> Role.SUPPORT;
            default -> Role.CLINICIAN;
        };
        String network = Networks.usHome(draw);
        return new Staff(
                login,
                draw.uuid().toString(),
                first + " " + last,
                role,
                List.of(network + Networks.host(draw), network + Networks.host(draw)),
                draw.pick(SHIFTS),
                USER_AGENTS.get(i % 3));
    }

    private static Patient patient(int i, Draw draw) {
        String first = draw.pick(FIRST_NAMES);
        String last = draw.pick(PATIENT_NAMES);
        return new Patient(
                chart(i),
                draw.uuid().toString(),
                7_000_000_000_000L + Long.parseLong(draw.digits(9)),
                "MRN-" + (20_000_000 + i * 37),
                first,
                last,
                (first + "." + last + i).toLowerCase(Locale.ROOT) + "@example.com",
                draw.pick(AREA_CODES) + "-555-01" + draw.between(10, 99),
                draw.between(773, 899) + "-" + draw.between(10, 99) + "-" + draw.between(1000, 9999),
                Networks.usHome(draw) + Networks.host(draw),
                userAgent(draw));
    }

    private static String chart(int i) {
        return "pat-" + (10_001 + i);
    }
}
