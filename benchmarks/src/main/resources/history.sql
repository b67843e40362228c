-- A history as calls make it: 40 functions of 10 revisions; calls that overlap; a container serves 50 calls. The attempt is
-- told of before its outcome where the call takes long, one in ten, and where it fails, one in fifty. 2,000 calls, of 40
-- containers, are a turn of 4,320 events; after each all has ended. 25 turns are made in a day, then 25 on the next.
-- :first is the number of the first call, :last of the last; the functions come before call 0, so another part of the same
-- history follows one that began with it. :begin is the instant of call 0.
insert into domain_event (event_id, aggregate_id, sequence_number, aggregate_type, time_stamp, payload_type, payload, metadata)
with call as (
  select i, 'bench-' || i % 40 as function,
    timestamptz ':begin' + i * interval '3 ms' + i / 50000 * interval '1 day' as at,
    'c' || lpad(to_hex(i / 2000 * 40 + i % 40), 63, '0') as container,
    i % 2000 < 40 as cold,
    i % 10 = 0 as takes_long,
    i % 50 = 7 as failed
  from generate_series(:first, :last) i),
named as (
  select *,
    (select substr(h, 1, 8) || '-' || substr(h, 9, 4) from lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') h)
      || '-7' || lpad(to_hex(i % 4096), 3, '0') || '-8000-' || lpad(to_hex(i), 12, '0') as id,
    to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as text,
    to_char((at + case when takes_long then interval '80 ms' else interval '9 ms' end) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ended,
    to_char((at + interval '5997 ms') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stopped,
    i * 10 + case when takes_long then 270 else 30 end + i % 7 * 5 as place_of_end,
    lpad(to_hex(i), 12, '0') as hex
  from call),
run as (
  select *, format('{"id":"00000000-0000-4000-8000-%s","worker":"worker-1","container":"%s","lease":%s,"coldReason":%s,"routedAt":"%s","receivedAt":"%s","startedAt":"%s"}',
      hex, container, i / 40 % 50 + 1, case when cold then '"ALL_BUSY"' else 'null' end, text, text, text) as execution,
    format('"invocation":"%s","function":"%s","life":1', id, function) as head
  from named),
told as (
  select i * 10 as place, id as aggregate, 0 as sequence, 'Invocation' as kind, text as at,
    'invocation.InvocationRequested' as type,
    format('{%s,"revision":10,"payload":{"id":"%s","contentType":"application/json","size":14,"hash":"sha256:%s"},"requestedAt":"%s","due":"%s","traceparent":null}',
      head, id, lpad(hex, 64, '0'), text, to_char((run.at + interval '1 hour') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as payload
  from run
  union all
  select case when takes_long then i * 10 + 90 else place_of_end end, id, 1, 'Invocation',
    case when takes_long then to_char((run.at + interval '27 ms') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ended end,
    'invocation.AttemptStarted', format('{%s,"attempt":1,"execution":%s}', head, execution)
  from run where takes_long or failed
  union all
  select place_of_end, id, case when takes_long or failed then 2 else 1 end, 'Invocation', ended,
    case when failed then 'invocation.InvocationFailed' else 'invocation.InvocationSucceeded' end,
    format('{%s,"attempt":1,"execution":%s,%s,"log":{"id":"%s","contentType":"text/plain; charset=utf-8","size":21,"hash":"sha256:%s"},"phases":{"waiting":"PT0S","create":"%s","start":"%s","ready":"PT0S","call":"%s"},"endedAt":"%s"}',
      head, execution,
      case when failed then format('"kind":"HANDLER_RAISED","message":"The handler raised an exception","said":{"id":"%s","contentType":"text/plain; charset=utf-8","size":29,"hash":"sha256:%s"}', replace(id, '-8000-', '-8001-'), lpad(hex, 64, '1'))
        else format('"output":{"id":"%s","contentType":"application/json","size":27,"hash":"sha256:%s"}', replace(id, '-8000-', '-8001-'), lpad(hex, 64, '1')) end,
      replace(id, '-8000-', '-8002-'), lpad(hex, 64, '2'),
      case when cold then 'PT0.007S' else 'PT0S' end, case when cold then 'PT0.12S' else 'PT0S' end,
      case when takes_long then 'PT0.08S' else 'PT0.009S' end, ended)
  from run
  union all
  select i * 10 + 20, container, 0, 'Container', text, 'container.ContainerStarted',
    format('{"container":"%s","function":"%s","life":1,"revision":10,"worker":"worker-1","reason":"ALL_BUSY","warmFor":"PT1M","startedAt":"%s"}', container, function, text)
  from run where cold
  union all
  select i * 10 + 19990, container, 1, 'Container', stopped, 'container.ContainerStopped',
    format('{"container":"%s","function":"%s","life":1,"worker":"worker-1","reason":"WARM_EXPIRED","stoppedAt":"%s"}', container, function, stopped)
  from run where cold
  union all
  select -1000 + revision * 2, 'bench-' || f, revision * 2 - 2, 'Function', ':begin', 'function.FunctionDeployed',
    format('{"function":"bench-%s","life":1,"revision":%s,"code":{"kind":"image","image":"registry/bench:%s","contract":"fn"},"settings":{"memoryMiB":128,"cpus":0.5,"pids":64,"tmpMiB":16,"timeout":"PT30S","warmFor":"PT1M","concurrency":1,"maxContainers":16,"network":"none","environment":{"GREETING":"Hello"},"labels":{"team":"a"},"retry":{"attempts":5,"backoff":"PT0.5S","maxBackoff":"PT1M","on":[]},"maxAge":null,"delivery":"at-least-once","secretFiles":{},"access":"key"},"deployedAt":":begin"}', f, revision, revision)
  from generate_series(0, 39) f, generate_series(1, 10) revision where :first = 0
  union all
  select -999 + revision * 2, 'bench-' || f, revision * 2 - 1, 'Function', ':begin', 'function.RevisionReady',
    format('{"function":"bench-%s","life":1,"revision":%s,"identity":{"image":"sha256:%s","source":null},"worker":"worker-1","readyAt":":begin"}', f, revision, lpad(revision::text, 64, '0'))
  from generate_series(0, 39) f, generate_series(1, 10) revision where :first = 0)
select event_id, aggregate, sequence, kind, at, 'io.cloudfunc.api.' || type, payload,
  format('{"traceId":"%1$s0","correlationId":"%1$s0"%2$s}', left(event_id, -1),
    case when type in ('invocation.InvocationRequested', 'function.FunctionDeployed') then ',"caller":"cf_0a1b2c3d4e5f"' end)
from told, lateral (
  select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(gen_random_uuid()::text, 16, 20) || '1' as event_id
  from lpad(to_hex((extract(epoch from at::timestamptz) * 1000)::bigint), 12, '0') h) named
order by place, aggregate, sequence
