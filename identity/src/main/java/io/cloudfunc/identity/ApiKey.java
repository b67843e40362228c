package io.cloudfunc.identity;

import io.cloudfunc.api.identity.KeyId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: {@code cf_<12 hexadecimal digits>_<64 hexadecimal digits>}. It is shown once, when it is
 * made; its 256 random bits are why a plain hash of it is enough.
 */
public final class ApiKey {

    private static final Pattern TEXT = Pattern.compile("(cf_[0-9a-f]{12})_[0-9a-f]{64}");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final KeyId id;
    private final String text;

    private ApiKey(KeyId id, String text) {
        this.id = id;
        this.text = text;
    }

    /**
     * @param random a secure one
     */
    public static ApiKey next(RandomGenerator random) {
        var id = new KeyId("cf_" + hex(random, ID_BYTES));
        return new ApiKey(id, id + "_" + hex(random, SECRET_BYTES));
    }

    private static String hex(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Empty if the text is no key. */
    public static Optional<ApiKey> parse(String text) {
        var parts = TEXT.matcher(text);
        return parts.matches() ? Optional.of(new ApiKey(new KeyId(parts.group(1)), text)) : Optional.empty();
    }

    public KeyId id() {
        return id;
    }

    /** The key itself: for its holder, and for nobody else. */
    public String text() {
        return text;
    }

    /** SHA-256, hexadecimal. */
    public String hash() {
        return Sha256.hex(text);
    }

    /** What may be logged. */
    @Override
    public String toString() {
        return id.toString();
    }
}
