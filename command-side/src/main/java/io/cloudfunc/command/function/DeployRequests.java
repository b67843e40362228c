package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.store.SourceStore;
import io.cloudfunc.store.web.BodyProblem;
import io.cloudfunc.store.web.RejectionIn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.ZipInputStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what clients send to deploy, and keeps their sources. */
@Component
class DeployRequests {

    private final JsonMapper strict;
    private final SourceStore sources;

    DeployRequests(JsonMapper json, SourceStore sources) {
        this.strict = json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        this.sources = sources;
    }

    DeployRequest read(byte[] spec) {
        try {
            return strict.readValue(spec, DeployRequest.class);
        } catch (JacksonException unreadable) {
            throw new RejectedException(RejectionIn.causesOf(unreadable).orElseGet(() -> BodyProblem.in(unreadable)));
        }
    }

    /** Stores the archive, which must be a zip with at least one file. */
    Code.Source source(DeployRequest request, byte[] archive) {
        if (request.runtime() == null) {
            throw new InvalidValueException("runtime", "nothing", "one of " + names());
        }
        refuseUnlessZip(archive);
        var sha256 = sha256(archive);
        sources.save(sha256, archive);
        return new Code.Source(request.runtime(), sha256);
    }

    private static String names() {
        return Arrays.toString(Runtime.values()).toLowerCase(Locale.ROOT);
    }

    private static void refuseUnlessZip(byte[] archive) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            if (zip.getNextEntry() != null) {
                return;
            }
        } catch (IOException broken) {
            // answered below: a broken archive and none at all are the same to the sender
        }
        throw new InvalidValueException(
                "source", "%d bytes that are no zip archive".formatted(archive.length), "a zip archive with files");
    }

    private static String sha256(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
