-- Ends the transaction if one of the aggregates has a last event other than the one given; without events that is -1.
create function expect_last_events(aggregates text[], numbers bigint[]) returns void language plpgsql as $$
declare
  changed text;
begin
  select string_agg(distinct aggregate, ' ') into changed
    from unnest(aggregates, numbers) as expected (aggregate, number)
    where number <> coalesce((select max(sequence_number) from domain_event where aggregate_id = aggregate), -1);
  if changed is not null then
    raise exception 'changed meanwhile: %', changed using errcode = 'CF001', detail = changed;
  end if;
end $$;
