package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a revision runs: an image, or source on one of our runtimes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Code.Image.class, name = "image"),
    @JsonSubTypes.Type(value = Code.Source.class, name = "source")
})
public sealed interface Code {

    /** An image that speaks the {@code fn} contract. */
    record Image(ImageReference image) implements Code {}

    /**
     * A source tree on a runtime.
     *
     * @param sha256 lower-case hex SHA-256 of the stored archive
     */
    record Source(Runtime runtime, String sha256) implements Code {}
}
