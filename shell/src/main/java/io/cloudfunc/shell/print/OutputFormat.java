package io.cloudfunc.shell.print;

/** How data is shown: for people, or as the API's own JSON. */
public enum OutputFormat {
    TABLE,
    JSON;

    public static final String DEFAULT = "table";
}
