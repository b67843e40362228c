package io.cloudfunc.query.history;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Answers bytes that a function made. No browser may take them for anything but what they say they are, nor run them
 * with the rights of this site.
 */
public final class Raw {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private Raw() {}

    public static ResponseEntity<byte[]> text(byte[] content) {
        return answer(TEXT, content);
    }

    /**
     * @param contentType as the function gave it; one that cannot be read is answered as plain bytes
     */
    public static ResponseEntity<byte[]> answer(String contentType, byte[] content) {
        return answer(parsed(contentType), content);
    }

    private static ResponseEntity<byte[]> answer(MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .body(content);
    }

    private static MediaType parsed(String contentType) {
        try {
            var type = MediaType.parseMediaType(contentType);
            return type.isConcrete() ? type : MediaType.APPLICATION_OCTET_STREAM;
        } catch (InvalidMediaTypeException notOne) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }
}
