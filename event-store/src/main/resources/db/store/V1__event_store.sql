-- Events: the truth. One row each, JSON as it can be read; nothing else takes numbers from this sequence.
create table domain_event (
    global_index     bigint generated always as identity (increment by 1 cache 1) primary key,
    event_id         text   not null unique,
    aggregate_id     text   not null,
    sequence_number  bigint not null,
    aggregate_type   text,
    time_stamp       text   not null,
    payload_type     text   not null,
    payload_revision text,
    payload          text   not null,
    metadata         text   not null,
    unique (aggregate_id, sequence_number)
);

-- Where each streaming processor is.
create table processor_token (
    processor_name text   not null,
    segment        int    not null,
    token          bytea,
    token_type     text,
    updated_at     text,
    owner          text,
    primary key (processor_name, segment)
);

-- Payloads, outputs and logs: erasable, so never in an event. A day is a partition, taken from the id (UUID version 7).
create table payload (
    stored_on    date  not null,
    id           uuid  not null,
    content_type text  not null,
    hash         text  not null,
    salt         bytea not null,
    content      bytea not null,
    primary key (stored_on, id)
) partition by range (stored_on);

create table payload_other_days partition of payload default;

-- Source archives, by the hash of the archive.
create table function_source (
    sha256    text primary key,
    archive   bytea       not null,
    stored_at timestamptz not null default now()
);
