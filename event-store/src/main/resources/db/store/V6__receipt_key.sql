-- What proves that a worker was given a call; workers have no database. The calls accepted before the first key was
-- made went out without a receipt.
create table receipt_key (
    key     bytea       not null primary key check (length(key) = 32),
    made_at timestamptz not null default now()
);
insert into receipt_key (key)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
