package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The languages whose source runs on a runtime of ours. */
public enum Runtime {
    /** {@code function.py} with {@code handler(event)}. */
    @JsonProperty("python")
    PYTHON,
    /** {@code function.js} that exports {@code handler(event)}. */
    @JsonProperty("node")
    NODE,
    /** {@code Function.java}, or a jar with the class {@code Function}, with {@code handler(event)}. */
    @JsonProperty("java")
    JAVA
}
