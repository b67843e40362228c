package io.cloudfunc.invoker.router;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;

/**
 * Remembers which saga an association leads to. One that was found is found for ever: ours never end, and keep the one
 * association with which they began. The framework asks for every single event. Tells what each of them stores.
 */
final class UnendingSagas extends JdbcSagaStore {

    private final Map<AssociationValue, Set<String>> found = new ConcurrentHashMap<>();

    private final Consumer<InvokerSaga> stored;

    /** @param stored is told of the state of a saga before it is committed */
    UnendingSagas(Builder builder, Consumer<InvokerSaga> stored) {
        super(builder);
        this.stored = stored;
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
