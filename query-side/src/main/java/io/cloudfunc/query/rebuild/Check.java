package io.cloudfunc.query.rebuild;

import java.util.List;

/**
 * How a view in use compares, row by row, with one that is made anew up to the same position.
 *
 * @param position of the last event that is in both
 * @param rows of the view in use
 * @param missing rows that it should have
 * @param extra rows that it should not have
 * @param different rows that should be otherwise
 * @param findings some of those, by key
 */
record Check(
        String projection,
        long position,
        long events,
        long rows,
        long missing,
        long extra,
        long different,
        List<Finding> findings) {

    Check {
        findings = List.copyOf(findings);
    }

    enum Sort {
        MISSING,
        EXTRA,
        DIFFERENT
    }

    record Finding(Sort sort, String key) {}

    public boolean isEqual() {
        return missing + extra + different == 0;
    }
}
