package io.cloudfunc.query.audit;

import java.util.List;

/**
 * What the stored events say about everything that was accepted, up to one position of the stream.
 *
 * @param position of the latest event that was looked at; 0 if there is none
 * @param accepted invocations
 * @param terminal of them: those that have exactly one end
 * @param open of them: those that have not ended and are not overdue
 * @param overdue of them: those that have not ended, well past their due instant or the time of an attempt that began
 * @param contradictory invocations and containers whose events cannot all be so
 * @param attempts that began
 * @param duplicateExecutions outcomes that came after the first and decided nothing
 * @param unexplained attempts of ended invocations whose own outcome is missing although their container did not
 *     stop in a way that tells why
 * @param containers that were ever heard of
 * @param live of them: those that are not known to have stopped
 * @param orphans of the live: those that had to be gone long ago, or of which nothing but a use is known
 * @param findings some of all that is amiss, the first of each kind
 */
record Reconciliation(
        long position,
        long accepted,
        long terminal,
        long open,
        long overdue,
        long contradictory,
        long attempts,
        long duplicateExecutions,
        long unexplained,
        long containers,
        long live,
        long orphans,
        List<Finding> findings) {

    Reconciliation {
        findings = List.copyOf(findings);
    }

    /** Something that must not be: which sort, and whom it concerns. */
    record Finding(String sort, String id) {}

    /** Whether everything accepted has ended, once, or may still, and all that happened is explained. */
    public boolean isClean() {
        return overdue + contradictory + unexplained + orphans == 0;
    }
}
