package io.cloudfunc.store;

import io.cloudfunc.api.invocation.Execution;
import io.cloudfunc.api.invocation.InvocationId;
import io.cloudfunc.api.wire.Receipt;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes and checks the receipts of calls that are sent to workers, without asking the database: HMAC-SHA-256, cut to 128
 * bits, over the invocation, the instant of the sending, which each attempt has for itself, and the payload. The key is in
 * the database, which routers and command sides share and workers do not have.
 *
 * <p>Of calls accepted before there was a key, no receipt is asked for: they may have been sent without.
 */
public final class Receipts {

    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();
    private static final int CONTENT_BYTES = Long.BYTES + Integer.BYTES + 2 * Long.BYTES;
    private static final int MAC_BYTES = 16;
    private static final int TIME_ORDERED = 7;

    private record Key(byte[] key, Instant madeAt) {}

    /** The call was sent then, with that payload. */
    private record Sending(Instant at, UUID payload) {}

    private final List<Mac> keys;
    private final Instant since;

    /** Reads the keys; the newest makes receipts, all of them are good for the check. */
    Receipts(JdbcTemplate jdbc) {
        var stored = jdbc.query(
                "select key, made_at from receipt_key order by made_at desc",
                (row, number) -> new Key(row.getBytes(1), row.getTimestamp(2).toInstant()));
        keys = stored.stream().map(Key::key).map(Receipts::mac).toList();
        since = stored.getLast().madeAt().truncatedTo(ChronoUnit.MILLIS);
    }

    public Receipt issue(InvocationId invocation, Instant sentAt, UUID payload) {
        var content = content(new Sending(sentAt, payload));
        var mac = sign(keys.getFirst(), invocation, content);
        return new Receipt(TO_TEXT.encodeToString(ByteBuffer.allocate(CONTENT_BYTES + MAC_BYTES)
                .put(content)
                .put(mac)
                .array()));
    }

    /** Whether who has the receipt was given the invocation. */
    public boolean covers(InvocationId invocation, @Nullable Receipt receipt) {
        return receipt == null
                ? isOlder(invocation)
                : sending(invocation, receipt).isPresent();
    }

    /** Whether who has the receipt was given the invocation with the sending that the execution names. */
    public boolean covers(InvocationId invocation, Execution execution, @Nullable Receipt receipt) {
        return receipt == null
                ? isOlder(invocation)
                : sending(invocation, receipt)
                        .filter(sending -> sending.at().equals(execution.routedAt()))
                        .isPresent();
    }

    /** Whether who has the receipt was given the invocation with that payload. */
    public boolean covers(InvocationId invocation, UUID payload, @Nullable Receipt receipt) {
        return receipt == null
                ? isOlder(invocation)
                : sending(invocation, receipt)
                        .filter(sending -> sending.payload().equals(payload))
                        .isPresent();
    }

    private boolean isOlder(InvocationId invocation) {
        return invocation.value().version() == TIME_ORDERED
                && invocation.madeAt().isBefore(since);
    }

    private Optional<Sending> sending(InvocationId invocation, Receipt receipt) {
        var bytes = bytes(receipt);
        if (bytes.length != CONTENT_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        var content = Arrays.copyOf(bytes, CONTENT_BYTES);
        var mac = Arrays.copyOfRange(bytes, CONTENT_BYTES, bytes.length);
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(mac, sign(key, invocation, content)))
                ? Optional.of(read(ByteBuffer.wrap(content)))
                : Optional.empty();
    }

    private static byte[] bytes(Receipt receipt) {
        try {
            return FROM_TEXT.decode(receipt.token());
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }

    private static byte[] content(Sending sending) {
        return ByteBuffer.allocate(CONTENT_BYTES)
                .putLong(sending.at().getEpochSecond())
                .putInt(sending.at().getNano())
                .putLong(sending.payload().getMostSignificantBits())
                .putLong(sending.payload().getLeastSignificantBits())
                .array();
    }

    private static Sending read(ByteBuffer content) {
        return new Sending(
                Instant.ofEpochSecond(content.getLong(), content.getInt()),
                new UUID(content.getLong(), content.getLong()));
    }

    /** A copy of the prepared one, since that is not for several threads, and setting up the key costs as much again. */
    private static byte[] sign(Mac key, InvocationId invocation, byte[] content) {
        try {
            var mac = (Mac) key.clone();
            var id = invocation.value();
            mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .flip());
            return Arrays.copyOf(mac.doFinal(content), MAC_BYTES);
        } catch (CloneNotSupportedException everyJavaCan) {
            throw new IllegalStateException(everyJavaCan);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
