package io.cloudfunc.query.audit;

import io.cloudfunc.api.container.ContainerStarted;
import io.cloudfunc.api.container.ContainerStopped;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.invocation.AttemptFailed;
import io.cloudfunc.api.invocation.AttemptStarted;
import io.cloudfunc.api.invocation.DuplicateExecutionObserved;
import io.cloudfunc.api.invocation.InvocationEnded;
import io.cloudfunc.api.invocation.InvocationRequested;
import io.cloudfunc.api.invocation.InvocationSucceeded;
import io.cloudfunc.api.invocation.Terms;
import io.cloudfunc.query.view.Snapshot;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reconciles all events that were not imported, as they were at one instant. The database folds them, on its disk where they are many, so
 * that memory stays bounded.
 */
@Component
class Reconciler {

    /** How late an end, or the removal of a container, may be until it counts as missing. */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** An attempt in a container that stopped so had no chance to report. */
    private static final Set<StopReason> CUT_OFF = Set.of(
            StopReason.CALL_CANCELLED, StopReason.WORKER_LOST, StopReason.WORKER_STOPPED, StopReason.ENGINE_LOST);

    private static final int FINDINGS_PER_SORT = 20;

    private static final String INVOCATIONS = """
            with folded as (
              select aggregate_id id,
                count(*) filter (where payload_type = :requested) requests,
                count(*) filter (where payload_type in (:ended)) ends,
                max(sequence_number) filter (where payload_type in (:ended)) ended,
                max(sequence_number) filter (where payload_type in (:attempts)) last_attempt,
                max(payload::jsonb ->> 'due') filter (where payload_type = :requested) due,
                max((payload::jsonb -> 'execution' ->> 'startedAt')::timestamptz)
                  filter (where payload_type = :attempt) begun,
                max((payload::jsonb -> 'terms' ->> 'timeout')::interval)
                  filter (where payload_type = :requested) timeout
              from domain_event where aggregate_type = 'Invocation' and global_index between :first and :position
              group by aggregate_id),
            sorted as (
              select id, case
                when requests <> 1 or ends > 1 or last_attempt > ended then 'CONTRADICTORY'
                when ends = 1 then 'TERMINAL'
                when greatest(due::timestamptz, begun + coalesce(timeout, :usualTimeout::interval)) < :late
                  then 'OVERDUE'
                else 'OPEN' end sort
              from folded)
            """;

    private static final String ATTEMPTS = """
            with attempt as (
              select aggregate_id, payload::jsonb -> 'execution' ->> 'id' execution,
                payload::jsonb -> 'execution' ->> 'container' container
              from domain_event where payload_type = :attempt and global_index between :first and :position),
            ended as (
              select distinct aggregate_id from domain_event
              where payload_type in (:ended) and global_index between :first and :position),
            outcome as (
              select payload::jsonb -> 'execution' ->> 'id' execution from domain_event
              where payload_type in (:endedAttempts) and global_index between :first and :position),
            stop as (
              select aggregate_id container, payload::jsonb ->> 'reason' reason from domain_event
              where payload_type = :stopped and global_index between :first and :position),
            sorted as (
              select aggregate_id id, 'UNEXPLAINED' sort
              from attempt join ended using (aggregate_id) join stop using (container)
              left join outcome using (execution)
              where outcome.execution is null and stop.reason not in (:cutOff))
            """;

    private static final String BEGUN = """
            select count(distinct payload::jsonb -> 'execution' ->> 'id') from domain_event
            where payload_type in (:attempt, :succeeded) and global_index between :first and :position
            """;

    private static final String CONTAINERS = """
            with heard as (
              select aggregate_id id,
                count(*) filter (where payload_type = :started) starts,
                count(*) filter (where payload_type = :stopped) stops,
                max(time_stamp::timestamptz) at,
                max((payload::jsonb ->> 'warmFor')::interval) filter (where payload_type = :started) warm_for
              from domain_event where aggregate_type = 'Container' and global_index between :first and :position
              group by aggregate_id),
            used as (
              select payload::jsonb -> 'execution' ->> 'container' id, max(time_stamp::timestamptz) at,
                count(distinct payload::jsonb -> 'execution' ->> 'id')
                  - count(distinct payload::jsonb -> 'execution' ->> 'id')
                    filter (where payload_type in (:endedAttempts)) running
              from domain_event
              where (payload_type = :attempt or payload_type in (:endedAttempts)) and global_index between :first and :position
              group by 1),
            known as (
              select id, coalesce(starts, 0) starts, coalesce(stops, 0) stops,
                greatest(heard.at, used.at) at, coalesce(warm_for, interval '0') warm_for,
                coalesce(running, 0) running
              from heard full join used using (id) where id is not null),
            sorted as (
              select id, case
                when starts > 1 or stops > 1 then 'CONTRADICTORY'
                when stops = 1 then 'STOPPED'
                when running <= 0 and at + 2 * warm_for < :late then 'ORPHAN'
                when starts = 0 and at < :late then 'ORPHAN'
                else 'LIVE' end sort
              from known)
            """;

    private final NamedParameterJdbcTemplate jdbc;
    private final Snapshot snapshot;
    private final Clock clock;

    Reconciler(NamedParameterJdbcTemplate jdbc, Snapshot snapshot, Clock clock) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** One at a time, so that nobody can keep the database busy with many. */
    synchronized Reconciliation reconcile() {
        return snapshot.read(() -> reconciled(parameters()));
    }

    private Reconciliation reconciled(MapSqlParameterSource parameters) {
        var invocations = sorts(INVOCATIONS, parameters);
        var attempts = sorts(ATTEMPTS, parameters);
        var containers = sorts(CONTAINERS, parameters);
        var findings = new ArrayList<Reconciliation.Finding>();
        findings.addAll(findings(INVOCATIONS, invocations, List.of("CONTRADICTORY", "OVERDUE"), parameters));
        findings.addAll(findings(ATTEMPTS, attempts, List.of("UNEXPLAINED"), parameters));
        findings.addAll(findings(CONTAINERS, containers, List.of("CONTRADICTORY", "ORPHAN"), parameters));
        return new Reconciliation(
                (Long) Objects.requireNonNull(parameters.getValue("position")),
                sum(invocations),
                invocations.getOrDefault("TERMINAL", 0L),
                invocations.getOrDefault("OPEN", 0L),
                invocations.getOrDefault("OVERDUE", 0L),
                invocations.getOrDefault("CONTRADICTORY", 0L) + containers.getOrDefault("CONTRADICTORY", 0L),
                attemptsBegun(parameters),
                count(DuplicateExecutionObserved.class, parameters),
                sum(attempts),
                sum(containers),
                containers.getOrDefault("LIVE", 0L) + containers.getOrDefault("ORPHAN", 0L),
                containers.getOrDefault("ORPHAN", 0L),
                findings);
    }

    private MapSqlParameterSource parameters() {
        var ended = Stream.of(InvocationEnded.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList();
        var endedAttempts = Stream.concat(
                        ended.stream(),
                        Stream.of(DuplicateExecutionObserved.class, AttemptFailed.class)
                                .map(Class::getName))
                .toList();
        var last = jdbc.getJdbcOperations()
                .queryForObject("select coalesce(max(global_index), 0) from domain_event", Long.class);
        var imported = jdbc.getJdbcOperations()
                .queryForObject("select coalesce(max(last_position), 0) from event_import", Long.class);
        return new MapSqlParameterSource()
                .addValue("first", Objects.requireNonNull(imported) + 1)
                .addValue("position", last)
                .addValue("late", Timestamp.from(clock.instant().minus(GRACE)))
                .addValue("requested", InvocationRequested.class.getName())
                .addValue("attempt", AttemptStarted.class.getName())
                .addValue("succeeded", InvocationSucceeded.class.getName())
                .addValue("ended", ended)
                .addValue("endedAttempts", endedAttempts)
                .addValue("attempts", List.of(AttemptStarted.class.getName(), AttemptFailed.class.getName()))
                .addValue("usualTimeout", Terms.USUAL.timeout().toString())
                .addValue("started", ContainerStarted.class.getName())
                .addValue("stopped", ContainerStopped.class.getName())
                .addValue("cutOff", CUT_OFF.stream().map(Enum::name).collect(Collectors.toSet()));
    }

    private Map<String, Long> sorts(String folding, MapSqlParameterSource parameters) {
        var counts = new HashMap<String, Long>();
        jdbc.query(folding + "select sort, count(*) from sorted group by sort", parameters, row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /** Folds again only if there is something to find. */
    private List<Reconciliation.Finding> findings(
            String folding, Map<String, Long> counts, List<String> amiss, MapSqlParameterSource parameters) {
        return amiss.stream()
                .filter(counts::containsKey)
                .flatMap(sort -> jdbc
                        .queryForList(
                                folding
                                        + "select id from sorted where sort = '%s' order by id limit %d"
                                                .formatted(sort, FINDINGS_PER_SORT),
                                parameters,
                                String.class)
                        .stream()
                        .map(id -> new Reconciliation.Finding(sort, id)))
                .toList();
    }

    /** With those that have no event of their own, since their call succeeded before it was told that they began. */
    private long attemptsBegun(MapSqlParameterSource parameters) {
        return Objects.requireNonNull(jdbc.queryForObject(BEGUN, parameters, Long.class));
    }

    private long count(Class<?> event, MapSqlParameterSource parameters) {
        var named = new MapSqlParameterSource(parameters.getValues()).addValue("type", event.getName());
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from domain_event where payload_type = :type and global_index between :first and :position",
                named,
                Long.class));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
