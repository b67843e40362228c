package io.cloudfunc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * What a unit of work sends to the database in one message with its commit, see {@link OneTripTransactions}. For the thread
 * of the unit of work.
 */
final class OneTrip {

    private static final String NAME = OneTrip.class.getName();

    /**
     * One statement of the message, and the rows for it. All its parameters are arrays, and it returns few columns: of what
     * may return much, the driver sends a part before the rest, which would be a transaction by itself.
     */
    interface Load<T> {

        String sql();

        List<T> rows();

        void fill(ArrayColumns<T> columns) throws SQLException;

        /** Reads what the statement returned, once all is committed. */
        default void stored(ResultSet returned) throws SQLException {}

        /** Throws what the failure of the message means, if this load knows. */
        default void explain(DataAccessException failure) {}
    }

    private final UnitOfWork<?> unitOfWork;
    private final Map<Class<?>, Load<?>> loads = new LinkedHashMap<>();

    private OneTrip(UnitOfWork<?> unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** For what the unit of work gives to the message from now on. */
    static OneTrip begin(UnitOfWork<?> unitOfWork) {
        var trip = new OneTrip(unitOfWork);
        unitOfWork.resources().put(NAME, trip);
        return trip;
    }

    /** Of the unit of work in which this thread is, until its commit. */
    static Optional<OneTrip> current() {
        return CurrentUnitOfWork.map(unitOfWork -> unitOfWork.root().getResource(NAME));
    }

    /** The one of its kind; loads are stored in the order in which they were asked for first. */
    <L extends Load<?>> L load(Class<L> kind, Supplier<L> empty) {
        return kind.cast(loads.computeIfAbsent(kind, first -> empty.get()));
    }

    /** Stores nothing. */
    void end() {
        unitOfWork.resources().remove(NAME);
    }

    boolean has(Class<? extends Load<?>> kind) {
        return loads.containsKey(kind);
    }

    /** Leaves the commit to the caller if there is nothing to be stored. */
    void storeAndCommit(JdbcOperations jdbc) {
        end();
        if (loads.isEmpty()) {
            return;
        }
        try {
            jdbc.execute((ConnectionCallback<Boolean>) this::storeAndCommit);
        } catch (DataAccessException failure) {
            loads.values().forEach(load -> load.explain(failure));
            throw failure;
        }
    }

    /**
     * A message of several statements is one transaction by itself; so nothing is said of its begin and its end where nothing
     * was done before.
     */
    private boolean storeAndCommit(Connection connection) throws SQLException {
        var postgres = connection.unwrap(BaseConnection.class);
        if (postgres.getTransactionState() == TransactionState.IDLE) {
            postgres.setAutoCommit(true);
            try {
                store(connection, Stream.empty());
            } catch (SQLException failed) {
                leaveToCaller(postgres, failed);
                throw failed;
            }
            postgres.setAutoCommit(false);
        } else {
            store(connection, Stream.of("commit"));
        }
        return true;
    }

    /** Who rolls back expects a transaction; of a connection that is lost the first failure tells. */
    private static void leaveToCaller(BaseConnection postgres, SQLException failed) {
        try {
            postgres.setAutoCommit(false);
        } catch (SQLException lost) {
            failed.addSuppressed(lost);
        }
    }

    private void store(Connection connection, Stream<String> end) throws SQLException {
        var sql = Stream.concat(loads.values().stream().map(Load::sql), end).collect(Collectors.joining(";\n"));
        try (var statement = connection.prepareStatement(sql)) {
            var filled = 0;
            for (var load : loads.values()) {
                filled = fill(statement, filled, load);
            }
            var hasReturnedRows = statement.execute();
            for (var load : loads.values()) {
                if (hasReturnedRows) {
                    load.stored(statement.getResultSet());
                }
                hasReturnedRows = statement.getMoreResults();
            }
        }
    }

    private static <T> int fill(PreparedStatement statement, int filled, Load<T> load) throws SQLException {
        var columns = new ArrayColumns<>(statement, load.rows(), filled);
        load.fill(columns);
        return columns.filled();
    }
}
