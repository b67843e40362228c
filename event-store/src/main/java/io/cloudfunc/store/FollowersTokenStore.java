package io.cloudfunc.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store of tokens; the transaction that moves one forward does not wait for the disk. What such a transaction
 * writes follows from the events and is lost together with the token, and only if PostgreSQL itself ends within its
 * {@code wal_writer_delay} and nothing durable was committed since. Then the events are handled once more: a token is
 * moved only from where this process moved or found it last, or else what was handled is rolled back, and the processor
 * claims its token again and goes on from there.
 */
public final class FollowersTokenStore extends JdbcTokenStore {

    private static final String STORE = """
            update processor_token set token = ?, token_type = ?, updated_at = ?
            where owner = ? and processor_name = ? and segment = ? and coalesce(token, '') = ?
              and set_config('synchronous_commit', 'off', true) is not null
            """;

    private static final byte[] BEFORE_ALL = {};

    private final String nodeId;
    private final Clock clock;
    private final Map<String, Instant> claimed = new ConcurrentHashMap<>();
    private final Map<SegmentOf, byte[]> left = new ConcurrentHashMap<>();

    private record SegmentOf(String processor, int segment) {}

    FollowersTokenStore(Builder builder, String nodeId, Clock clock) {
        super(builder.nodeId(nodeId));
        this.nodeId = nodeId;
        this.clock = clock;
    }

    /** Since when this process owns a token of that processor; absent while it owns none. */
    public Optional<Instant> claimedAt(String processor) {
        return Optional.ofNullable(claimed.get(processor));
    }

    @Override
    protected @Nullable TrackingToken claimToken(Connection connection, AbstractTokenEntry<?> token)
            throws SQLException {
        var position = super.claimToken(connection, token);
        left.put(new SegmentOf(token.getProcessorName(), token.getSegment()), stored(token));
        claimed.putIfAbsent(token.getProcessorName(), clock.instant());
        return position;
    }

    /** A processor that lost its claim to another node releases it, too. */
    @Override
    public void releaseClaim(String processor, int segment) {
        claimed.remove(processor);
        left.remove(new SegmentOf(processor, segment));
        super.releaseClaim(processor, segment);
    }

    /** Who this process is where it owns a token. */
    public String nodeId() {
        return nodeId;
    }

    @Override
    protected PreparedStatement storeUpdate(
            Connection connection, @Nullable TrackingToken token, String processor, int segment) throws SQLException {
        var entry = new GenericTokenEntry<>(token, serializer(), byte[].class, processor, segment);
        var statement = connection.prepareStatement(STORE);
        statement.setBytes(1, token == null ? null : entry.getSerializedToken().getData());
        statement.setString(
                2, token == null ? null : entry.getSerializedToken().getType().getName());
        statement.setString(3, entry.timestampAsString());
        statement.setString(4, nodeId);
        statement.setString(5, processor);
        statement.setInt(6, segment);
        statement.setBytes(7, left.replace(new SegmentOf(processor, segment), stored(entry)));
        return statement;
    }

    /** Also finds out, where no event comes, that the token is no longer where this process left it. */
    @Override
    public void extendClaim(String processor, int segment) {
        var key = new SegmentOf(processor, segment);
        var before = left.get(key);
        fetchToken(processor, segment);
        var found = Objects.requireNonNull(left.get(key));
        if (!Arrays.equals(before, found)) {
            throw notAsLeft(processor, segment, nodeId, found);
        }
    }

    /** Where the token is another's, or not where this process left it; Axon's own would move it all the same. */
    @Override
    protected void updateToken(
            Connection connection, ResultSet found, @Nullable TrackingToken token, String processor, int segment)
            throws SQLException {
        if (!found.next()) {
            throw new UnableToClaimTokenException("There is no token of '%s[%d]'".formatted(processor, segment));
        }
        var entry = readTokenEntry(found);
        throw notAsLeft(processor, segment, entry.getOwner(), stored(entry));
    }

    private UnableToClaimTokenException notAsLeft(String processor, int segment, @Nullable String owner, byte[] found) {
        return new UnableToClaimTokenException("The token of '%s[%d]' is of '%s' at %s, not where '%s' left it"
                .formatted(processor, segment, owner, new String(found, StandardCharsets.UTF_8), nodeId));
    }

    private static byte[] stored(AbstractTokenEntry<?> entry) {
        return Optional.ofNullable(entry.getSerializedToken())
                .map(SerializedObject::getData)
                .map(byte[].class::cast)
                .orElse(BEFORE_ALL);
    }
}
