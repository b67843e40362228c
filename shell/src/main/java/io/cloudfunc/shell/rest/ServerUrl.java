package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where the server is: an http or https address without user, query or fragment. */
public record ServerUrl(URI value) {

    static final String DEFAULT = "http://127.0.0.1:8080";

    private static final String EXPECTED = "an address such as " + DEFAULT;

    /** Of the text of {@code CLOUDFUNC_URL}; the default when it is absent or blank. */
    public static ServerUrl of(@Nullable String text) {
        var address = text == null || text.isBlank() ? DEFAULT : text.strip();
        try {
            var uri = new URI(address.replaceFirst("/+$", ""));
            if (isPlainHttp(uri)) {
                return new ServerUrl(uri);
            }
        } catch (URISyntaxException notAnAddress) {
            // answered below, with the same words as an address of another kind
        }
        throw CommandFailedException.invalid("CLOUDFUNC_URL", withoutUser(address), EXPECTED);
    }

    private static boolean isPlainHttp(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }

    private static String withoutUser(String address) {
        return address.replaceFirst("//[^/]*@", "//…@");
    }

    URI resolve(String path) {
        return URI.create(value + path);
    }

    boolean encrypted() {
        return "https".equals(value.getScheme());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
