package io.cloudfunc.invoker.router;

/** Tells whether the broker may have lost what it was given. */
interface Incarnations {

    /**
     * Names the broker's memory: the name changes when the broker comes back without what it held before. What was
     * sent under another name than this must be sent again.
     *
     * @throws RuntimeException if the broker or the database cannot be asked now
     */
    String current();
}
