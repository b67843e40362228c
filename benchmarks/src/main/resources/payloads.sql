-- All that calls which history.sql stored behind the position :after refer to, by the ids and hashes that it gives, as long
-- as short texts are when they are encrypted, with their keys; each day's in a partition, as the platform makes them.
do $$
declare
  day date;
begin
  for day in
    select distinct left(time_stamp, 10)::date from domain_event
    where aggregate_type = 'Invocation' and sequence_number = 0 and global_index > :after
  loop
    execute format('create table if not exists payload_%s partition of payload for values from (%L) to (%L)',
      to_char(day, 'YYYYMMDD'), day, day + 1);
  end loop;
end $$;

with part (type, variant, content_type, hash) as (values
  ('Requested', '-8000-', 'application/json', '0'),
  ('Succeeded', '-8001-', 'application/json', '1'),
  ('Succeeded', '-8002-', 'text/plain; charset=utf-8', '2'),
  ('Failed', '-8001-', 'text/plain; charset=utf-8', '1'),
  ('Failed', '-8002-', 'text/plain; charset=utf-8', '2')),
stored as (
  insert into payload (stored_on, id, content_type, hash, content)
  select left(time_stamp, 10)::date, id, content_type, 'sha256:' || lpad(right(aggregate_id, 12), 64, hash),
    sha256(uuid_send(id))
  from domain_event join part on payload_type = 'io.cloudfunc.api.invocation.Invocation' || type,
    lateral (select replace(aggregate_id, '-8000-', variant)::uuid as id) named
  where global_index > :after
  returning id, content)
insert into payload_key (id, key, salt) select id, content, uuid_send(id) from stored
