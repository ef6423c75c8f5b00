package io.phiwatch.schema;

/** Tables of what is known beside the events. */
public enum ReferenceTable {
    /** Who works here, under which names, with which training. */
    staff,
    /** Which member of staff may care for which patient. */
    relationships,
    /** Approved changes. */
    approvals,
    /** Companies that process data. */
    vendors,
    /** Hosts that data may go to. */
    destinations,
    /** Patients to watch. */
    flags,
    /** Where patients live, for legal clocks. */
    jurisdictions,
    /** Software that is installed, with its versions. */
    dependencies
}
