package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many functions at once, on a worker with few slots: who is slow or waits must be in nobody's way. */
class ManyFunctionsIT {

    private static final String SLEEPS = """
        import time

        def handler(seconds):
            time.sleep(seconds)
            return seconds
        """;

    private static final String STUCK = "600";

    /** How many runs of a function overlapped at most, over all functions. */
    private static final String MOST_AT_ONCE = """
        with run as (
            select payload::jsonb ->> 'function' as function,
                   (payload::jsonb -> 'execution' ->> 'startedAt')::timestamptz as began,
                   (payload::jsonb ->> 'endedAt')::timestamptz as ended
            from domain_event where payload_type like '%.InvocationSucceeded')
        select coalesce(max((select count(*) from run other where other.function = run.function
            and other.began <= run.began and other.ended > run.began)), 0) from run
        """;

    /** How many containers of a function there were at most, over all functions. */
    private static final String MOST_CONTAINERS = """
        select coalesce(max(present), 0) from (
            select sum(case when payload_type like '%.ContainerStarted' then 1 else -1 end)
                over (partition by payload::jsonb ->> 'function' order by global_index) as present
            from domain_event
            where payload_type like '%.ContainerStarted' or payload_type like '%.ContainerStopped') as counted
        """;

    /** Milliseconds from the router to a worker's slot: the median of the calls that sleep less than a second. */
    private static final String MEDIAN_UNTIL_A_SLOT = """
        select percentile_cont(0.5) within group (order by extract(epoch from
            (payload::jsonb -> 'execution' ->> 'receivedAt')::timestamptz
                - (payload::jsonb -> 'execution' ->> 'routedAt')::timestamptz) * 1000)
        from domain_event
        where payload_type like '%.InvocationSucceeded' and payload::jsonb ->> 'function' not like 'slow-%'
        """;

    private static final String SUCCEEDED = """
        select count(*) from domain_event where payload_type like '%.InvocationSucceeded'
        """;

    @TempDir
    private Path directory;

    @Test
    void functions_whose_calls_never_end_hold_up_no_other() throws InterruptedException {
        try (var server = server(4)) {
            var api = server.api();
            IntStream.range(0, 4).forEach(n -> deploy(api, "stuck-" + n, 1));
            IntStream.range(0, 3).forEach(n -> deploy(api, "quick-" + n, 2));
            var stuck = IntStream.range(0, 4 * 5)
                    .mapToObj(n -> api.accept("stuck-" + n % 4, STUCK))
                    .toList();
            await().untilAsserted(() ->
                    assertThat(stuck).filteredOn(id -> isRunning(api, id)).hasSize(4));

            var quick = IntStream.range(0, 3 * 20)
                    .mapToObj(n -> api.accept("quick-" + n % 3, "0"))
                    .toList();

            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(quick.stream()
                                    .collect(Collectors.groupingBy(id -> state(api, id), Collectors.counting())))
                            .isEqualTo(Map.of("SUCCEEDED", 60L)));
            assertThat(stuck)
                    .noneSatisfy(id -> assertThat(Set.of("SUCCEEDED", "FAILED")).contains(state(api, id)));
        }
    }

    @Test
    @Tag("long")
    void fifty_functions_at_once_end_all_their_calls_and_keep_to_their_limits() throws Exception {
        var sleeps = new TreeMap<>(Map.of("none", "0", "short", "0.005", "middle", "0.02", "long", "0.1", "slow", "1"));
        try (var server = server(100)) {
            var api = server.api();
            var names = sleeps.keySet().stream()
                    .flatMap(kind -> IntStream.range(0, 10).mapToObj(n -> kind + "-" + n))
                    .toList();
            inParallel(4, names.size(), n -> deploy(api, names.get(n), 2));

            inParallel(names.size(), names.size(), n -> {
                var name = names.get(n);
                var sleep = sleeps.get(name.substring(0, name.indexOf('-')));
                IntStream.range(0, 200).forEach(call -> api.accept(name, sleep));
            });

            await().atMost(Duration.ofMinutes(7))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(number(SUCCEEDED)).isEqualTo(50 * 200));
            assertThat(number(MOST_AT_ONCE)).isEqualTo(2);
            assertThat(number(MOST_CONTAINERS)).isEqualTo(2);
            assertThat(number(MEDIAN_UNTIL_A_SLOT))
                    .as("than a single slow call")
                    .isLessThan(1_000);
        }
    }

    private ServerProcess server(int slots) {
        var environment = new TreeMap<>(RealParts.environment(RealParts.freshInstallation()));
        environment.put("CLOUDFUNC_WORKER_SLOTS", String.valueOf(slots));
        environment.put("CLOUDFUNC_WORKER_DRAIN_LIMIT", "0s");
        return ServerProcess.start(StandaloneApplication.class, directory, environment)
                .awaitReady();
    }

    private static void deploy(Api api, String name, int maxContainers) {
        var settings = "{\"memoryMiB\":64,\"timeout\":\"15m\",\"maxContainers\":%d}".formatted(maxContainers);
        assertThat(api.deploy(name, SLEEPS, settings).get("state").asString()).isEqualTo("READY");
    }

    private static void inParallel(int threads, int count, IntConsumer deed) {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var all = IntStream.range(0, count)
                    .mapToObj(n -> executor.submit(() -> deed.accept(n)))
                    .toList();
            for (var one : all) {
                one.get();
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String state(Api api, String invocation) {
        return api.invocation(invocation).get("state").asString();
    }

    private static boolean isRunning(Api api, String invocation) {
        return api.events("/v1/invocations/" + invocation).contains("AttemptStarted");
    }

    private double number(String query) throws Exception {
        try (var connection = database();
                var row = connection.createStatement().executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getDouble(1);
        }
    }

    private Connection database() throws Exception {
        return ServerProcess.databaseIn(directory);
    }
}
