package io.cloudfunc.shell.function;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.rest.Json;
import io.cloudfunc.shell.rest.PathSegment;
import io.cloudfunc.shell.rest.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a deploy asks for. Settings that are left out are the server's defaults. */
public final class RevisionSpec {

    private final ObjectNode settings = Json.object();

    public RevisionSpec warmFor(@Nullable Duration warmFor) {
        return span("warmFor", warmFor);
    }

    RevisionSpec timeout(@Nullable Duration timeout) {
        return span("timeout", timeout);
    }

    RevisionSpec maxAge(@Nullable Duration maxAge) {
        return span("maxAge", maxAge);
    }

    RevisionSpec delivery(@Nullable String delivery) {
        if (delivery != null) {
            settings.put("delivery", delivery);
        }
        return this;
    }

    /** Whether everybody may call it; otherwise who has a key, which is the server's default. */
    RevisionSpec publicly(boolean everybody) {
        if (everybody) {
            settings.put("access", "public");
        }
        return this;
    }

    /** When a call is tried again; what is left out is the server's default. */
    RevisionSpec retry(
            @Nullable Integer attempts,
            @Nullable Duration backoff,
            @Nullable Duration maxBackoff,
            String @Nullable [] on) {
        var retry = Json.object();
        if (attempts != null) {
            retry.put("attempts", attempts);
        }
        if (backoff != null) {
            retry.put("backoff", backoff.toString());
        }
        if (maxBackoff != null) {
            retry.put("maxBackoff", maxBackoff.toString());
        }
        for (var kind : on == null ? new String[0] : on) {
            retry.withArrayProperty("on").add(kind);
        }
        if (!retry.isEmpty()) {
            settings.set("retry", retry);
        }
        return this;
    }

    private RevisionSpec span(String name, @Nullable Duration value) {
        if (value != null) {
            settings.put(name, value.toString());
        }
        return this;
    }

    RevisionSpec memory(@Nullable Integer mebibytes) {
        return number("memoryMiB", mebibytes);
    }

    RevisionSpec maxContainers(@Nullable Integer count) {
        return number("maxContainers", count);
    }

    RevisionSpec pids(@Nullable Integer count) {
        return number("pids", count);
    }

    RevisionSpec tmp(@Nullable Integer mebibytes) {
        return number("tmpMiB", mebibytes);
    }

    RevisionSpec concurrency(@Nullable Integer calls) {
        return number("concurrency", calls);
    }

    RevisionSpec cpus(@Nullable Double cores) {
        if (cores != null) {
            settings.put("cpus", cores);
        }
        return this;
    }

    RevisionSpec network(@Nullable String network) {
        if (network != null) {
            settings.put("network", network);
        }
        return this;
    }

    private RevisionSpec number(String name, @Nullable Integer value) {
        if (value != null) {
            settings.put(name, value);
        }
        return this;
    }

    RevisionSpec environment(String @Nullable [] variables) {
        return pairs("environment", "--env", variables);
    }

    /** Each {@code SECRET}, in a file of its name, or {@code SECRET:FILE}. */
    RevisionSpec secretFiles(String @Nullable [] files) {
        for (var file : files == null ? new String[0] : files) {
            var colon = file.indexOf(':');
            var secret = colon < 0 ? file : file.substring(0, colon);
            settings.withObjectProperty("secretFiles")
                    .put(file.substring(colon + 1).replaceFirst("^/run/secrets/", ""), secret);
        }
        return this;
    }

    RevisionSpec labels(String @Nullable [] labels) {
        return pairs("labels", "--label", labels);
    }

    private RevisionSpec pairs(String field, String option, String @Nullable [] pairs) {
        for (var pair : pairs == null ? new String[0] : pairs) {
            var equals = pair.indexOf('=');
            if (equals < 1) {
                throw CommandFailedException.invalid(option, pair, "NAME=VALUE");
            }
            settings.withObjectProperty(field).put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return this;
    }

    /**
     * @param fetched what is packed beside the directory's own files
     * @param runtime absent: the server looks at the files
     */
    public Request ofSource(String function, Path directory, Optional<Path> fetched, @Nullable Language runtime) {
        var spec = Json.object();
        if (runtime != null) {
            spec.put("runtime", runtime.word());
        }
        spec.set("settings", settings);
        var body = new Multipart()
                .part("spec", "spec.json", "application/json", Json.write(spec))
                .part("source", "source.zip", "application/zip", SourceArchive.of(directory, fetched));
        return Request.put(path(function), body.contentType(), body.bytes());
    }

    Request ofImage(String function, String image, @Nullable String contract) {
        var spec = Json.object().put("image", image);
        if (contract != null) {
            spec.put("contract", contract);
        }
        spec.set("settings", settings);
        return Request.put(path(function), "application/json", Json.write(spec));
    }

    private static String path(String function) {
        return "/v1/functions/" + PathSegment.of("function name", function);
    }
}
