package io.cloudfunc.invoker.docker;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a function's process answered, read to its end.
 *
 * @param logBytes how much was written on stdout and stderr for it; absent from images that do not count
 * @param took from the first byte sent to the last received
 */
record FnResponse(int status, String contentType, byte[] body, OptionalLong logBytes, Duration took) {}
