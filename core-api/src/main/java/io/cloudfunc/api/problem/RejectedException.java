package io.cloudfunc.api.problem;

/** Carries a {@link Rejection} from where it is decided to the edge that answers it. */
public final class RejectedException extends RuntimeException {

    private final transient Rejection rejection;

    public RejectedException(Rejection rejection) {
        super(rejection.detail());
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
