package io.cloudfunc.api.problem;

/** A value that breaks its type's own rule; names the field, the offending and the expected value. */
public final class InvalidValueException extends IllegalArgumentException {

    private static final int SHOWN = 200;

    private final transient Rejection.InvalidValue rejection;

    public InvalidValueException(String field, Object offending, String expected) {
        this(new Rejection.InvalidValue(field, shortened(String.valueOf(offending)), expected));
    }

    private InvalidValueException(Rejection.InvalidValue rejection) {
        super(rejection.detail());
        this.rejection = rejection;
    }

    public Rejection.InvalidValue rejection() {
        return rejection;
    }

    private static String shortened(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }
}
