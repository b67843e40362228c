package io.cloudfunc.api.secret;

import io.cloudfunc.api.function.Settings;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How settings refer to secrets: as files, and as variables such as <code>DB_PASSWORD=${secret:db-password}</code>. */
public final class SecretReference {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:(.*)}", Pattern.DOTALL);

    private SecretReference() {}

    /** The name that the value of a variable refers to, if it is a reference; it may be no valid one. */
    public static Optional<String> in(String value) {
        var reference = REFERENCE.matcher(value);
        return reference.matches() ? Optional.of(reference.group(1)) : Optional.empty();
    }

    /** All names that the settings refer to. */
    public static Stream<String> in(Settings settings) {
        return Stream.concat(
                settings.secretFiles().values().stream().map(SecretName::value),
                settings.environment().values().stream().flatMap(value -> in(value).stream()));
    }
}
