package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store of tokens; the transaction that moves one forward does not wait for the disk. What such a transaction
 * writes follows from the events and is lost together with the token, and only if PostgreSQL itself ends within its
 * {@code wal_writer_delay} and nothing durable was committed since: then the events are handled once more.
 */
public final class FollowersTokenStore extends JdbcTokenStore {

    private static final String STORE = """
            update processor_token set token = ?, token_type = ?, updated_at = ?
            where owner = ? and processor_name = ? and segment = ?
              and set_config('synchronous_commit', 'off', true) is not null
            """;

    private final String nodeId;
    private final Clock clock;
    private final Map<String, Instant> claimed = new ConcurrentHashMap<>();

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
        claimed.putIfAbsent(token.getProcessorName(), clock.instant());
        return position;
    }

    /** A processor that lost its claim to another node releases it, too. */
    @Override
    public void releaseClaim(String processor, int segment) {
        claimed.remove(processor);
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
        return statement;
    }
}
