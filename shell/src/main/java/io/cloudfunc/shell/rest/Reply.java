package io.cloudfunc.shell.rest;

import io.cloudfunc.shell.exit.CommandFailedException;
import io.cloudfunc.shell.exit.ExitCode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the server answered, of any status. */
public final class Reply {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    public Reply(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return Json.read(body);
        } catch (JacksonException notJson) {
            throw new CommandFailedException(
                    ExitCode.REFUSED, "The answer is not JSON; expected CloudFunc's. Is CLOUDFUNC_URL right?");
        }
    }

    public boolean refused() {
        return status >= 400;
    }

    /** This reply, or the problem that it is. */
    public Reply orProblem() {
        if (refused()) {
            throw Problem.of(this).asFailure();
        }
        return this;
    }
}
