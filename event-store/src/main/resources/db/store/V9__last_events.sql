-- Ends the transaction if one of the aggregates has a last event other than the one given; without events that is -1.
-- One look after the other: the plan for one is made once, that for many again and again.
create function expect_last_events(aggregates text[], numbers bigint[]) returns void language plpgsql as $$
declare
  last bigint;
  changed text[];
begin
  for i in 1 .. cardinality(aggregates) loop
    select max(sequence_number) into last from domain_event where aggregate_id = aggregates[i];
    if coalesce(last, -1) <> numbers[i] then
      changed := changed || aggregates[i];
    end if;
  end loop;
  if changed is not null then
    raise exception 'changed meanwhile' using errcode = 'CF001', detail = array_to_string(changed, ' ');
  end if;
end $$;
