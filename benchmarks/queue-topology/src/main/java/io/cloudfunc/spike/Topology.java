package io.cloudfunc.spike;

import java.util.List;

/** One way to bring calls of many functions to the free slots of few workers. */
interface Topology extends AutoCloseable {

    String name();

    List<String> queues();

    /** Lets the workers begin. */
    void start(Taken taken);

    /** Brings a call on its way; may block while the broker confirms. */
    void send(Call call);

    /** Workers stop; queues stay. */
    @Override
    void close();
}
