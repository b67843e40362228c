package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.store.SourceStore;
import io.cloudfunc.store.web.BodyProblem;
import io.cloudfunc.store.web.RejectionIn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** Stores the archive, which must be a zip with at least one file; these tell the runtime unless it is named. */
    Code.Source source(DeployRequest request, byte[] archive) {
        if (request.contract() != null) {
            throw new InvalidValueException("contract", request.contract(), "none beside a source, only with an image");
        }
        var files = SourceFiles.in(archive);
        var runtime = request.runtime() == null ? files.runtime() : request.runtime();
        var sha256 = sha256(archive);
        sources.save(sha256, archive);
        return new Code.Source(runtime, sha256);
    }

    private static String sha256(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
