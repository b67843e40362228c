package io.cloudfunc.invoker.router;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.SagaStorageException;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.SagaSqlSchema;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which saga an association leads to. One that was found is found for ever: ours never end, and keep the one
 * association with which they began, that to their function life; but for one that PostgreSQL lost in a crash together with
 * the token of the router, which then begins it anew. The framework asks for every single event, and for the
 * associations of each saga that it loads. Tells what each of them stores.
 */
final class UnendingSagas extends JdbcSagaStore {

    private final Map<AssociationValue, Set<String>> found = new ConcurrentHashMap<>();

    private final ConnectionProvider connections;
    private final Serializer serializer;
    private final SagaSqlSchema schema;
    private final Consumer<InvokerSaga> stored;

    private record Loaded<S>(S saga, Set<AssociationValue> associationValues) implements Entry<S> {}

    /** @param stored is told of the state of a saga before it is committed */
    UnendingSagas(
            ConnectionProvider connections, Serializer serializer, SagaSqlSchema schema, Consumer<InvokerSaga> stored) {
        super(builder().connectionProvider(connections).serializer(serializer).sqlSchema(schema));
        this.connections = connections;
        this.serializer = serializer;
        this.schema = schema;
        this.stored = stored;
    }

    @Override
    public <S> @Nullable Entry<S> loadSaga(Class<S> type, String id) {
        try (var connection = connections.getConnection();
                var statement = schema.sql_loadSaga(connection, id);
                var row = statement.executeQuery()) {
            if (row.next()) {
                return loaded(type.cast(serializer.deserialize(schema.readSerializedSaga(row))));
            }
            found.values().removeIf(sagas -> sagas.contains(id));
            return null;
        } catch (SQLException failed) {
            throw new SagaStorageException("The saga %s cannot be loaded".formatted(id), failed);
        }
    }

    private static <S> Loaded<S> loaded(S saga) {
        return new Loaded<>(saga, Set.of(new AssociationValue(InvokerSaga.LIFE, ((InvokerSaga) saga).lifeKey())));
    }

    @Override
    public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
        super.updateSaga(type, id, saga, associations);
        stored.accept((InvokerSaga) saga);
    }

    @Override
    public Set<String> findSagas(Class<?> sagaType, AssociationValue association) {
        var known = found.get(association);
        return known != null ? known : search(sagaType, association);
    }

    private Set<String> search(Class<?> sagaType, AssociationValue association) {
        var sagas = super.findSagas(sagaType, association);
        if (!sagas.isEmpty()) {
            found.put(association, Set.copyOf(sagas));
        }
        return sagas;
    }
}
