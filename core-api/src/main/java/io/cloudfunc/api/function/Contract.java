package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a worker talks to the processes of an image. */
public enum Contract {
    /** Fn Project's container contract: HTTP over a Unix socket. */
    @JsonProperty("fn")
    FN,
    /** One process that serves HTTP on the port in {@code PORT}; each call is a {@code POST /}. */
    @JsonProperty("http")
    HTTP,
    /** A process per call that reads the input on stdin and writes the output on stdout. */
    @JsonProperty("stdio")
    STDIO
}
