package io.phiwatch.detector.store;

import io.phiwatch.detector.correlate.GroupKey;

/**
 * Where a group is kept: in one record with the groups of other rules that have the same values, such as all that is
 * counted of one actor.
 *
 * @param bundle key of the record: tenant and values
 * @param rule its rule, as the group's key writes it
 */
record BundleKey(String bundle, String rule) {
    private static final char SEPARATOR = '|';

    /** The place of a group, by the text of its {@link GroupKey}. */
    static BundleKey of(String group) {
        int tenant = GroupKey.endOfPart(group, 0);
        int rule = GroupKey.endOfPart(group, tenant + 1);
        return new BundleKey(
                group.substring(0, tenant).concat(group.substring(rule)), group.substring(tenant + 1, rule));
    }

    /** Text of the group's {@link GroupKey}. */
    String group() {
        int tenant = GroupKey.endOfPart(bundle, 0);
        return bundle.substring(0, tenant) + SEPARATOR + rule + bundle.substring(tenant);
    }
}
