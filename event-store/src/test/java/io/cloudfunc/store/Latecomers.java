package io.cloudfunc.store;

import io.cloudfunc.api.function.FunctionRemoved;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/** A process with a projection and a saga that no process had before. */
@Configuration
@EnableAutoConfiguration
@Import({EventStoreConfiguration.class, Latecomers.LateSaga.class})
public class Latecomers {

    @Bean
    Projection projection() {
        return new Projection();
    }

    @ProcessingGroup("late")
    static class Projection {

        final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @EventHandler
        void on(FunctionRemoved event) {
            seen.add(event.function().value());
        }
    }

    @Saga
    @Scope("prototype")
    @ProcessingGroup("late-saga")
    public static class LateSaga {

        /** The framework makes the sagas: whoever asks cannot be handed to them. */
        static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

        @StartSaga
        @SagaEventHandler(associationProperty = "function")
        void on(FunctionRemoved event) {
            SEEN.add(event.function().value());
        }
    }
}
