package io.cloudfunc.invoker.broker;

/** What becomes of a delivered message. */
public enum Verdict {
    /** It is done with. */
    DONE,
    /** It goes back to its queue, for whoever can do it now. */
    GIVE_BACK,
    /** It goes back, and its consumer takes no more until it is resumed: nothing can be done here now. */
    GIVE_BACK_AND_PAUSE,
    /** Nobody can do it: it goes to the dead letters. */
    DEAD_LETTER
}
