-- The chain over all events: each row seals those that became visible since the one before, and is signed.
create table event_seal (
    number        bigint   primary key,
    events        bigint   not null,
    sealed_at     text     not null,
    head          bytea    not null,
    public_key    bytea    not null,
    signature     bytea    not null,
    positions     bigint[] not null,
    digests       bytea    not null,
    last_position bigint   not null
);
-- Digests are as good as random.
alter table event_seal alter column digests set storage external;

-- Positions that held no event when later ones were sealed: their events may still become visible.
create table event_seal_gap (
    position   bigint      primary key,
    noticed_at timestamptz not null
);
