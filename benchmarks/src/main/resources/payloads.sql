-- Input, output and log of each call that history.sql stored behind the position :after, as long as short ones are when they
-- are encrypted, with their keys; each day's in a partition, as the platform makes them.
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

with call as (
  select aggregate_id as id, left(time_stamp, 10)::date as day from domain_event
  where aggregate_type = 'Invocation' and sequence_number = 0 and global_index > :after),
stored as (
  insert into payload (stored_on, id, content_type, hash, content)
  select day, replace(id, '-8000-', mark)::uuid, type, 'sha256:' || encode(sha256((id || mark)::bytea), 'hex'),
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  from call, (values ('-8000-', 'application/json'), ('-8001-', 'application/json'), ('-8002-', 'text/plain;charset=utf-8'))
    part (mark, type)
  returning id)
insert into payload_key (id, key, salt)
select id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()) from stored
