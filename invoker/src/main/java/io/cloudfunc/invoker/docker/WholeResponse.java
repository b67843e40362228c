package io.cloudfunc.invoker.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** An engine's answer that was read to its end. */
final class WholeResponse implements Response {

    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;

    private WholeResponse(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = new ByteArrayInputStream(body);
    }

    static Response of(Response response) {
        try (response;
                var body = response.getBody()) {
            return new WholeResponse(response.getStatusCode(), response.getHeaders(), body.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        // nothing is open any more
    }
}
