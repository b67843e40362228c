-- All that calls which history.sql stored behind the position :after refer to, as long as short texts are when they are
-- encrypted, with their keys; each day's in a partition, as the platform makes them.
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

with event as (
  select left(time_stamp, 10)::date as day, payload::jsonb as told from domain_event
  where aggregate_type = 'Invocation' and global_index > :after),
stored as (
  insert into payload (stored_on, id, content_type, hash, content)
  select day, (ref ->> 'id')::uuid, ref ->> 'contentType', ref ->> 'hash',
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  from event, (values ('payload'), ('output'), ('said'), ('log')) part (name), lateral (select told -> name as ref) found
  where ref is not null
  returning id)
insert into payload_key (id, key, salt)
select id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()) from stored
