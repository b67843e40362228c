package io.cloudfunc.command.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLookTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final SharedLook<String, Integer> look = new SharedLook<>(this::look);
    private final List<Thread> asking = new ArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(task -> {
        var thread = Thread.ofPlatform().unstarted(task);
        asking.add(thread);
        return thread;
    });

    @AfterEach
    void close() {
        firstMayEnd.countDown();
        threads.close();
    }

    @Test
    void who_comes_during_a_look_shares_the_next_one() {
        var first = ask("a");
        await().untilAtomic(looks, org.hamcrest.Matchers.equalTo(1));
        var second = ask("a");
        var third = ask("b");
        await().until(() -> asking.subList(1, 3).stream().allMatch(SharedLookTest::isWaiting));

        firstMayEnd.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(second.join()).isEqualTo(2);
        assertThat(third.join()).isEqualTo(2);
        assertThat(look.get("a")).isEqualTo(3);
    }

    @Test
    void a_look_that_fails_fails_for_those_who_shared_it_only() {
        firstMayEnd.countDown();
        var failing = new SharedLook<String, Integer>(keys -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return all(keys, looks.get());
        });

        assertThatThrownBy(() -> failing.get("a")).hasMessage("away");
        assertThat(failing.get("a")).isEqualTo(2);
    }

    private CompletableFuture<Integer> ask(String key) {
        return CompletableFuture.supplyAsync(() -> look.get(key), threads);
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static Map<String, Integer> all(Set<String> keys, int number) {
        return keys.stream().collect(Collectors.toMap(Function.identity(), key -> number));
    }

    private Map<String, Integer> look(Set<String> keys) {
        var number = looks.incrementAndGet();
        try {
            firstMayEnd.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return all(keys, number);
    }
}
