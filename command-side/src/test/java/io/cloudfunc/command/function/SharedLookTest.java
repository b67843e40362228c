package io.cloudfunc.command.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLookTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final SharedLook<Integer> look = new SharedLook<>(this::look);
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
        var first = ask();
        await().untilAtomic(looks, org.hamcrest.Matchers.equalTo(1));
        var second = ask();
        var third = ask();
        await().until(() -> asking.subList(1, 3).stream().allMatch(SharedLookTest::isWaiting));

        firstMayEnd.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(second.join()).isEqualTo(2);
        assertThat(third.join()).isEqualTo(2);
        assertThat(look.get()).isEqualTo(3);
    }

    @Test
    void a_look_that_fails_fails_for_those_who_shared_it_only() {
        firstMayEnd.countDown();
        var failing = new SharedLook<Integer>(() -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return looks.get();
        });

        assertThatThrownBy(failing::get).hasMessage("away");
        assertThat(failing.get()).isEqualTo(2);
    }

    private CompletableFuture<Integer> ask() {
        return CompletableFuture.supplyAsync(look::get, threads);
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private int look() {
        var number = looks.incrementAndGet();
        try {
            firstMayEnd.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return number;
    }
}
