package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The languages whose source runs on a runtime of ours. */
public enum Runtime {
    @JsonProperty("python")
    PYTHON
}
