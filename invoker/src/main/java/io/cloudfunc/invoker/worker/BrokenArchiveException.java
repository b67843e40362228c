package io.cloudfunc.invoker.worker;

/** The source's archive cannot be used: the deployer's fault. */
final class BrokenArchiveException extends RuntimeException {

    private final String what;

    BrokenArchiveException(String what) {
        super("The source archive " + what);
        this.what = what;
    }

    /** One sentence for the deployer. */
    String what() {
        return "The source archive " + what;
    }
}
