package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Access;
import io.cloudfunc.api.function.Code;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.RetryPolicy;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.problem.InvalidValueException;
import io.cloudfunc.api.secret.SecretName;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What a client sends to deploy: an image, or a runtime with the source beside it.
 *
 * @param contract of the image; absent: what its label says, else {@code fn}
 */
record DeployRequest(
        @Nullable ImageReference image,
        @Nullable Contract contract,
        @Nullable Runtime runtime,
        @Nullable SettingsRequest settings) {

    Code.Image imageCode() {
        if (image == null) {
            throw new InvalidValueException(
                    "image", "nothing", "an image reference, or a multipart body with the parts 'spec' and 'source'");
        }
        return new Code.Image(image, contract);
    }

    Settings settingsOrDefault() {
        return settings == null ? Settings.DEFAULT : settings.toSettings();
    }

    /** Settings of which each may be left out. */
    record SettingsRequest(
            @Nullable Integer memoryMiB,
            @Nullable Double cpus,
            @Nullable Integer pids,
            @Nullable Integer tmpMiB,
            @Nullable String timeout,
            @Nullable String warmFor,
            @Nullable Integer concurrency,
            @Nullable Integer maxContainers,
            @Nullable Network network,
            @Nullable Map<String, String> environment,
            @Nullable Map<String, String> labels,
            @Nullable RetryRequest retry,
            @Nullable String maxAge,
            @Nullable Delivery delivery,
            @Nullable Map<String, SecretName> secretFiles,
            @Nullable Access access) {

        Settings toSettings() {
            var usual = Settings.DEFAULT;
            return new Settings(
                    memoryMiB == null ? usual.memoryMiB() : memoryMiB,
                    cpus == null ? usual.cpus() : cpus,
                    pids == null ? usual.pids() : pids,
                    tmpMiB == null ? usual.tmpMiB() : tmpMiB,
                    duration("timeout", timeout, usual.timeout()),
                    duration("warmFor", warmFor, usual.warmFor()),
                    concurrency == null ? usual.concurrency() : concurrency,
                    maxContainers == null ? usual.maxContainers() : maxContainers,
                    network == null ? usual.network() : network,
                    environment == null ? usual.environment() : environment,
                    labels == null ? usual.labels() : labels,
                    retryPolicy(),
                    maxAge == null ? usual.maxAge() : duration("maxAge", maxAge),
                    delivery == null ? usual.delivery() : delivery,
                    secretFiles == null ? usual.secretFiles() : secretFiles,
                    access == null ? usual.access() : access);
        }

        /** What may not begin again has one attempt unless the request says otherwise, which is refused. */
        private RetryPolicy retryPolicy() {
            var usual = delivery == Delivery.AT_MOST_ONCE ? RetryPolicy.NONE : RetryPolicy.DEFAULT;
            return retry == null ? usual : retry.toPolicy(usual);
        }
    }

    /** A retry policy of which each part may be left out. */
    record RetryRequest(
            @Nullable Integer attempts,
            @Nullable String backoff,
            @Nullable String maxBackoff,
            @Nullable Set<FailureKind> on) {

        /** A first wait that is longer than the usual longest one is the longest, too. */
        RetryPolicy toPolicy(RetryPolicy usual) {
            var first = duration("retry.backoff", backoff, usual.backoff());
            var longest = first.compareTo(usual.maxBackoff()) > 0 ? first : usual.maxBackoff();
            return new RetryPolicy(
                    attempts == null ? usual.attempts() : attempts,
                    first,
                    duration("retry.maxBackoff", maxBackoff, longest),
                    on == null ? usual.on() : on);
        }
    }

    private static Duration duration(String field, @Nullable String text, Duration usual) {
        return text == null ? usual : duration(field, text);
    }

    private static Duration duration(String field, String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notADuration) {
            throw new InvalidValueException(field, text, "a duration such as 30s, 5m or PT30S");
        }
    }
}
