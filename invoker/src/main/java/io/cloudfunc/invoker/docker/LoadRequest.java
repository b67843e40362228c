package io.cloudfunc.invoker.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a waiting runtime, once, that its source is there.
 *
 * @param environment variables that the function sees besides those of the runtime's own start
 */
record LoadRequest(Map<String, String> environment) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    ByteBuffer[] bytes() {
        var body = JSON.writeValueAsBytes(Map.of("environment", environment));
        var head = "POST /load HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        return new ByteBuffer[] {ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)};
    }
}
