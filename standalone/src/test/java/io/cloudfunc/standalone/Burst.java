package io.cloudfunc.standalone;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Many calls, some of them at a time. */
record Burst(int calls, int atATime) {

    static Burst of(int calls, int atATime) {
        return new Burst(calls, atATime);
    }

    /** Returns when all are accepted. */
    void accept(Api api, String function, String body) throws InterruptedException, ExecutionException {
        try (var callers = Executors.newFixedThreadPool(atATime)) {
            var accepted = callers.invokeAll(IntStream.range(0, calls)
                    .<Callable<String>>mapToObj(number -> () -> api.accept(function, body))
                    .toList());
            for (var one : accepted) {
                one.get();
            }
        }
    }
}
