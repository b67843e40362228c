package io.cloudfunc.api.payload;

import java.util.UUID;

/**
 * How an event refers to a payload, an output or a log: never the bytes themselves, so that the trail can stay when the
 * data is erased.
 *
 * @param id time-ordered key in the payload store
 * @param contentType media type as given by its author
 * @param size bytes
 * @param hash {@code sha256:} and the lower-case hex SHA-256 of salt and content; useless without the salt
 */
public record PayloadRef(UUID id, String contentType, long size, String hash) {}
