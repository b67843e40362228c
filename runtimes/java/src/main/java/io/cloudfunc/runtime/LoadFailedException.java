package io.cloudfunc.runtime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** The source is no function: its message tells what was expected and what was found. */
final class LoadFailedException extends RuntimeException {

    LoadFailedException(String message) {
        super(message);
    }

    /** The last line on stderr; one line whatever the message contains. */
    String report() {
        var report = new LinkedHashMap<String, Object>();
        report.put("kind", "LOAD_FAILED");
        report.put("message", getMessage());
        return new String(JsonWriter.write(report), StandardCharsets.UTF_8);
    }
}
