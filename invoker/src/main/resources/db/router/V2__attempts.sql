-- A call whose next attempt may not begin yet, and when a call that waits must have begun.

alter table router_backlog add column not_before timestamptz;
alter table router_backlog add column due timestamptz not null default 'infinity';
update router_backlog set due = (request ->> 'due')::timestamptz;

create index router_backlog_by_release on router_backlog (life_key, not_before) where not_before is not null;
create index router_backlog_by_due on router_backlog (life_key, due);
