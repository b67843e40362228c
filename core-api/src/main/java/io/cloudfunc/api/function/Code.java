package io.cloudfunc.api.function;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a revision runs: an image, or source on one of our runtimes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Code.Image.class, name = "image"),
    @JsonSubTypes.Type(value = Code.Source.class, name = "source")
})
public sealed interface Code {

    /**
     * An image.
     *
     * @param contract the one the deployer named; absent: what the image's label {@code io.cloudfunc.contract} says,
     *     else {@code fn}
     */
    record Image(ImageReference image, @Nullable Contract contract) implements Code {}

    /**
     * A source tree on a runtime.
     *
     * @param sha256 lower-case hex SHA-256 of the stored archive
     */
    record Source(Runtime runtime, String sha256) implements Code {}
}
