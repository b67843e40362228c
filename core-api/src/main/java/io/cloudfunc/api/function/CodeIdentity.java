package io.cloudfunc.api.function;

import org.jspecify.annotations.Nullable;

/**
 * Exactly which code a revision runs, established by the first worker that prepared it.
 *
 * @param image registry digest if there is one, else the engine's image id; for source, the runtime's image
 * @param source SHA-256 of the source archive, absent for an image
 */
public record CodeIdentity(String image, @Nullable String source) {}
