package io.cloudfunc.shell.print;

/**
 * A column of a table.
 *
 * @param least width to which it may be cut where the terminal is narrow; 0: never cut
 */
public record Column(String title, boolean right, int least) {

    /** Text that must stay whole, such as an id. */
    public static Column whole(String title) {
        return new Column(title, false, 0);
    }

    public static Column text(String title) {
        return new Column(title, false, 8);
    }

    public static Column number(String title) {
        return new Column(title, true, 0);
    }
}
