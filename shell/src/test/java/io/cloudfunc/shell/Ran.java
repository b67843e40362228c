package io.cloudfunc.shell;

import java.nio.charset.StandardCharsets;

/** What a command left behind. */
public record Ran(int code, byte[] bytes, String stderr) {

    public String stdout() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
