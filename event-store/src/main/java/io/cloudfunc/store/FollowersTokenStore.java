package io.cloudfunc.store;

import static org.axonframework.common.jdbc.JdbcUtils.closeQuietly;
import static org.axonframework.common.jdbc.JdbcUtils.executeQuery;
import static org.axonframework.common.jdbc.JdbcUtils.executeUpdate;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store of tokens; the transaction that moves one forward does not wait for the disk. What such a transaction
 * writes follows from the events and is lost together with the token, and only if PostgreSQL itself ends within three
 * times its {@code wal_writer_delay} and nothing durable was committed since. Then the events are handled once more: a
 * token is moved, and its claim extended, which happens every 5 s where no event comes, only from where this process left
 * it. Where it is not, the transaction is rolled back, and the processor gives up its claim; it, or another node, goes on
 * from what is stored.
 */
public final class FollowersTokenStore extends JdbcTokenStore {

    private static final String STORE = """
            update processor_token set token = ?, token_type = ?, updated_at = ?
            where owner = ? and processor_name = ? and segment = ? and coalesce(token, '') = ?
              and set_config('synchronous_commit', 'off', true) is not null
            """;

    private static final String EXTEND = """
            update processor_token set updated_at = ?
            where owner = ? and processor_name = ? and segment = ? and coalesce(token, '') = ?
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
        claimed.put(token.getProcessorName(), clock.instant());
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

    @Override
    public void extendClaim(String processor, int segment) {
        var connection = getConnection();
        try {
            if (executeUpdate(connection, c -> extension(c, processor, segment), failure(processor, segment)) == 0) {
                executeQuery(
                        connection,
                        c -> selectForUpdate(c, processor, segment),
                        found -> {
                            throw notAsLeft(found, processor, segment);
                        },
                        failure(processor, segment));
            }
        } finally {
            closeQuietly(connection);
        }
    }

    private PreparedStatement extension(Connection connection, String processor, int segment) throws SQLException {
        var statement = connection.prepareStatement(EXTEND);
        statement.setString(1, DateTimeUtils.formatInstant(clock.instant()));
        statement.setString(2, nodeId);
        statement.setString(3, processor);
        statement.setInt(4, segment);
        statement.setBytes(5, left.get(new SegmentOf(processor, segment)));
        return statement;
    }

    private static Function<SQLException, RuntimeException> failure(String processor, int segment) {
        return failed -> new JdbcException(
                "The claim of the token of '%s[%d]' could not be extended".formatted(processor, segment), failed);
    }

    /** Where the token is another's, or not where this process left it. Axon's own moves it where it may be claimed. */
    @Override
    protected void updateToken(
            Connection connection, ResultSet found, @Nullable TrackingToken token, String processor, int segment)
            throws SQLException {
        throw notAsLeft(found, processor, segment);
    }

    private UnableToClaimTokenException notAsLeft(ResultSet found, String processor, int segment) throws SQLException {
        if (!found.next()) {
            return new UnableToClaimTokenException("There is no token of '%s[%d]'".formatted(processor, segment));
        }
        var entry = readTokenEntry(found);
        return new UnableToClaimTokenException("The token of '%s[%d]' is of '%s' at %s, not where '%s' left it"
                .formatted(
                        processor,
                        segment,
                        entry.getOwner(),
                        new String(stored(entry), StandardCharsets.UTF_8),
                        nodeId));
    }

    private static byte[] stored(AbstractTokenEntry<?> entry) {
        return Optional.ofNullable(entry.getSerializedToken())
                .map(SerializedObject::getData)
                .map(byte[].class::cast)
                .orElse(BEFORE_ALL);
    }
}
